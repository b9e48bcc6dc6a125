import {stepCounts, strokeDigits} from '@isomargin/datasets';
import {cnn} from '../backbones/cnn.js';
import {imageExamples} from '../examples.js';
import {seedOf} from '../random.js';
import {defaultLosses} from './default-losses.js';
import {rareClassHeadline} from './headline.js';
import {percent, RARE_DIGITS} from './rare-digits.js';
import type {Suite} from './suite.js';

const CLASSES = 10;
const TRAIN_PER_CLASS = 1000;
const TEST_PER_CLASS = 200;
/** The test images are the same for every seed of a run. */
const TEST_SEED = 20190701;

/** Digits that the benchmark draws itself: needs neither files nor a network. */
export const digits: Suite = {
  name: 'digits',
  description:
    'Digits drawn by strokes; classes 0-4 keep a fraction of their 1,000 training images, and the test images are balanced.',
  backbone: cnn,
  defaults: {losses: defaultLosses, seeds: 3, epochs: 6, fractions: [0.05]},
  headline: rareClassHeadline,
  datasets: async ({fractions}) =>
    fractions.map((fraction) => ({
      name: `digits-${percent(fraction)}`,
      description: `stroke digits, 28 x 28, drawn anew for each seed; digits 0-4 keep ${percent(fraction)} of ${TRAIN_PER_CLASS} training images; ${TEST_PER_CLASS} test images of each digit`,
      classNames: Array.from({length: CLASSES}, (_, label) => String(label)),
      trainCounts: stepCounts(new Array<number>(CLASSES).fill(TRAIN_PER_CLASS), {
        classes: RARE_DIGITS,
        fraction,
      }),
      testCounts: new Array<number>(CLASSES).fill(TEST_PER_CLASS),
      rareLabels: [...RARE_DIGITS],
      fraction,
    })),
  load: async ({dataset: {trainCounts, testCounts}, seed}) => ({
    train: imageExamples(strokeDigits({counts: trainCounts, seed: seedOf(seed, 'digits')})),
    test: imageExamples(strokeDigits({counts: testCounts, seed: TEST_SEED, split: 'test'})),
  }),
};
