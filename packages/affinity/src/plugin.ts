import {defineLoss, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {AffinityHead} from './affinity-head.js';
import {affinityOptions} from './options.js';

/**
 * The affinity loss as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function affinity(config: HeadConfig<typeof affinityOptions>): AffinityHead {
  return new AffinityHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof affinityOptions>[] = [
  defineLoss({
    name: 'affinity',
    title: 'Affinity loss',
    package: '@isomargin/affinity',
    paper: {
      authors: 'Munawar Hayat, Salman Khan, Syed Waqas Zamir, Jianbing Shen, Ling Shao',
      title: 'Gaussian Affinity for Max-margin Class Imbalanced Learning',
      venue: 'ICCV',
      year: 2019,
      url: 'https://arxiv.org/abs/1901.07711',
    },
    task: 'classification',
    options: affinityOptions,
    traits: {
      dependsOnBatch: "The margin 'auto' is a mean over the batch.",
      rotationInvariant: true,
    },
    create: (given, {classes, seed}) => new AffinityHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
