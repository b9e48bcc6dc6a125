import {defineLoss, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {EuclideanHead, headOptions} from './euclidean-head.js';

/**
 * Squared Euclidean distance to the one-hot label as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function euclidean(config: HeadConfig<typeof headOptions>): EuclideanHead {
  return new EuclideanHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof headOptions>[] = [
  /* @__PURE__ */ defineLoss({
    name: 'euclidean',
    title: 'Squared Euclidean distance',
    package: '@isomargin/euclidean',
    task: 'classification',
    options: headOptions,
    traits: {rotationInvariant: true},
    create: (given, {classes, seed}) => new EuclideanHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
