import {defineLoss, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {spherefaceOptions} from './options.js';
import {SpherefaceHead} from './sphereface-head.js';

/**
 * SphereFace as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function sphereface(config: HeadConfig<typeof spherefaceOptions>): SpherefaceHead {
  return new SpherefaceHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof spherefaceOptions>[] = [
  /* @__PURE__ */ defineLoss({
    name: 'sphereface',
    title: 'SphereFace',
    package: '@isomargin/sphereface',
    paper: {
      authors: 'Weiyang Liu, Yandong Wen, Zhiding Yu, Ming Li, Bhiksha Raj, Le Song',
      title: 'SphereFace: Deep Hypersphere Embedding for Face Recognition',
      venue: 'CVPR',
      year: 2017,
      url: 'https://arxiv.org/abs/1704.08063',
    },
    task: 'classification',
    options: spherefaceOptions,
    traits: {rotationInvariant: true},
    create: (given, {classes, seed}) => new SpherefaceHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
