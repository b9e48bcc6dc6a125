import {defineLoss, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {FalseErrorHead, headOptions} from './false-error-head.js';

/**
 * Mean (squared) false error as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function falseError(config: HeadConfig<typeof headOptions>): FalseErrorHead {
  return new FalseErrorHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof headOptions>[] = [
  /* @__PURE__ */ defineLoss({
    name: 'false-error',
    title: 'Mean (squared) false error',
    package: '@isomargin/false-error',
    paper: {
      authors: 'Shoujin Wang, Wei Liu, Jia Wu, Longbing Cao, Qinxue Meng, Paul J. Kennedy',
      title: 'Training Deep Neural Networks on Imbalanced Data Sets',
      venue: 'IJCNN',
      year: 2016,
      url: 'https://doi.org/10.1109/IJCNN.2016.7727770',
    },
    task: 'classification',
    options: headOptions,
    traits: {
      dependsOnBatch:
        "An example's part is measured by how many of its class there are in the batch, and with 'msfe' by their mean error.",
      weightIsNotRepeating: "Repeating the examples of a class leaves the class's mean error as it is.",
      rotationInvariant: true,
    },
    create: (given, {classes, seed}) => new FalseErrorHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
