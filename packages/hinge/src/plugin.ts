import {defineLoss, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {HingeHead, headOptions} from './hinge-head.js';

/**
 * Multi-class hinge loss as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function hinge(config: HeadConfig<typeof headOptions>): HingeHead {
  return new HingeHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof headOptions>[] = [
  /* @__PURE__ */ defineLoss({
    name: 'hinge',
    title: 'Multi-class hinge loss',
    package: '@isomargin/hinge',
    paper: {
      authors: 'Koby Crammer, Yoram Singer',
      title: 'On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines',
      venue: 'Journal of Machine Learning Research 2',
      year: 2001,
      url: 'https://www.jmlr.org/papers/v2/crammer01a.html',
    },
    task: 'classification',
    options: headOptions,
    traits: {rotationInvariant: true},
    create: (given, {classes, seed}) => new HingeHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
