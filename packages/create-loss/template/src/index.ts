import {defineLoss, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {MyLossHead, options} from './my-loss-head.js';

export {MyLossHead};

/** The loss as the last layer of a model. */
export function myLoss(config: HeadConfig<typeof options>): MyLossHead {
  return new MyLossHead(config);
}

/** What benchmarks, tuners and tests find in this package. */
export const plugins: readonly LossPlugin<typeof options>[] = [
  /* @__PURE__ */ defineLoss({
    name: 'my-loss',
    title: 'My loss',
    package: '@example/my-loss',
    paper: {
      authors: 'Weitao Wan, Yuanyi Zhong, Tianpeng Li, Jiansheng Chen',
      title: 'Rethinking Feature Distribution for Loss Functions in Image Classification',
      venue: 'CVPR',
      year: 2018,
      url: 'https://arxiv.org/abs/1803.02988',
    },
    task: 'classification',
    traits: {rotationInvariant: true},
    options,
    create: (given, {classes, seed}) => new MyLossHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
