import {defineLoss, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {CosfaceHead} from './cosface-head.js';
import {cosfaceOptions} from './options.js';

/**
 * CosFace as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function cosface(config: HeadConfig<typeof cosfaceOptions>): CosfaceHead {
  return new CosfaceHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof cosfaceOptions>[] = [
  /* @__PURE__ */ defineLoss({
    name: 'cosface',
    title: 'CosFace',
    package: '@isomargin/cosface',
    paper: {
      authors: 'Hao Wang, Yitong Wang, Zheng Zhou, Xing Ji, Dihong Gong, Jingchao Zhou, Zhifeng Li, Wei Liu',
      title: 'CosFace: Large Margin Cosine Loss for Deep Face Recognition',
      venue: 'CVPR',
      year: 2018,
      url: 'https://arxiv.org/abs/1801.09414',
    },
    task: 'classification',
    options: cosfaceOptions,
    traits: {scaleInvariant: true, rotationInvariant: true},
    create: (given, {classes, seed}) => new CosfaceHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
