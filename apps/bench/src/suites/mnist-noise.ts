import {classCounts, noisyLabels, subsample} from '@isomargin/datasets';
import {mlp} from '../backbones/mlp.js';
import {imageExamples} from '../examples.js';
import {seedOf} from '../random.js';
import {defaultLosses} from './default-losses.js';
import {contentHash, wholeMnist} from './mnist.js';
import {percent} from './rare-digits.js';
import type {Suite} from './suite.js';

/** Training images of each digit: enough for noise to matter, and a run takes seconds. */
const PER_CLASS = 2000;

/** Label noise, to which losses that trust every label give way. */
export const mnistNoise: Suite = {
  name: 'mnist-noise',
  description: `MNIST, ${PER_CLASS.toLocaleString('en')} training images of each digit; a share of the training labels is changed to any other digit, the test labels stay as they are.`,
  backbone: mlp,
  defaults: {losses: defaultLosses, seeds: 3, epochs: 10, noise: [0, 0.2, 0.4, 0.6]},
  presets: {
    quick: {noise: [0, 0.4], seeds: 2, epochs: 4},
    paper: {noise: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], seeds: 5},
  },
  needsData: 'MNIST',
  headline: ['accuracy', 'nearestMeanAccuracy', 'auroc', 'macroF1', 'gMean'],
  datasets: async ({noise, data}) => {
    const whole = await wholeMnist(data);
    const hash = contentHash(whole);
    return noise.map((share) => ({
      name: `mnist-noise-${percent(share)}`,
      description: `MNIST; ${PER_CLASS.toLocaleString('en')} training images of each digit, drawn anew for each seed; ${percent(share)} of their labels are wrong, each of the other digits alike`,
      classNames: [...whole.train.classNames],
      trainCounts: classCounts(whole.train).map((size) => Math.min(size, PER_CLASS)),
      testCounts: classCounts(whole.test),
      rareLabels: [],
      contentHash: hash,
      noise: share,
    }));
  },
  load: async ({dataset: {trainCounts, noise = 0}, seed, data}) => {
    const {train, test} = await wholeMnist(data);
    const {dataset} = subsample(train, trainCounts, seedOf(seed, 'training images'));
    const {labels, flips} = noisyLabels(dataset.labels, {
      noise: {kind: 'symmetric', rate: noise},
      classes: dataset.classes,
      seed: seedOf(seed, 'label noise'),
    });
    return {
      train: imageExamples({...dataset, labels}),
      test: imageExamples(test),
      flippedLabels: flips.rows.length,
    };
  },
};
