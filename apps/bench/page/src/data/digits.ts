import {noisyLabels, strokeDigits} from '@isomargin/datasets';
import {type Examples, imageExamples} from '../../../src/examples.js';
import type {Settings} from '../settings/settings.js';
import {imbalancedCounts} from './imbalance.js';
import type {Task} from './task.js';

/** 0 to 5: more classes than these have no room in a plane, whatever the loss. */
const classes = 6;
const most = 200;
const testPerClass = 50;

/** Digits that are drawn here, 28 × 28: no file is loaded. */
export function digits({imbalance, noise, seed}: Settings): Task {
  const {counts, rare} = imbalancedCounts(classes, most, imbalance);
  const train = drawn(counts, seed, 'train');
  return {
    description: 'Handwritten-looking digits 0 to 5, drawn by this page.',
    train: noise === 0 ? train : {...train, labels: wrongLabels(train, noise, seed)},
    test: drawn(Array(classes).fill(testPerClass), seed, 'test'),
    counts,
    rare,
  };
}

function drawn(counts: readonly number[], seed: number, split: 'train' | 'test'): Examples {
  const none = Array<number>(10 - classes).fill(0);
  const examples = imageExamples(strokeDigits({counts: [...counts, ...none], seed, split}));
  return {...examples, classNames: examples.classNames.slice(0, classes)};
}

function wrongLabels({labels}: Examples, rate: number, seed: number): Int32Array {
  return noisyLabels(labels, {noise: {kind: 'symmetric', rate}, classes, seed}).labels;
}
