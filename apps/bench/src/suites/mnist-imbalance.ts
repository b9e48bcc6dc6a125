import {classCounts, stepCounts} from '@isomargin/datasets';
import {mlp} from '../backbones/mlp.js';
import {defaultLosses} from './default-losses.js';
import {rareClassHeadline} from './headline.js';
import {contentHash, cutMnist, wholeMnist} from './mnist.js';
import {percent, RARE_DIGITS} from './rare-digits.js';
import type {Suite} from './suite.js';

/** The paper's imbalanced MNIST (Hayat et al., ICCV 2019, section 4.3). */
export const mnistImbalance: Suite = {
  name: 'mnist-imbalance',
  description: 'MNIST; digits 0-4 keep a fraction of their training images, the test set stays as it is.',
  backbone: mlp,
  defaults: {losses: defaultLosses, seeds: 3, epochs: 10, fractions: [0.1]},
  presets: {
    quick: {seeds: 2, epochs: 4},
    paper: {fractions: [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005], seeds: 5},
  },
  needsData: 'MNIST',
  headline: rareClassHeadline,
  datasets: async ({fractions, data}) => {
    const whole = await wholeMnist(data);
    const {train, test} = whole;
    const hash = contentHash(whole);
    return fractions.map((fraction) => ({
      name: `mnist-${percent(fraction)}`,
      description: `MNIST; digits 0-4 keep ${percent(fraction)} of their training images, drawn anew for each seed; test set as it is`,
      classNames: [...train.classNames],
      trainCounts: stepCounts(classCounts(train), {classes: RARE_DIGITS, fraction}),
      testCounts: classCounts(test),
      rareLabels: [...RARE_DIGITS],
      contentHash: hash,
      fraction,
    }));
  },
  load: cutMnist,
};
