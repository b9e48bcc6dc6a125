import {defineLoss, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {ArcfaceHead} from './arcface-head.js';
import {arcfaceOptions} from './options.js';

/**
 * ArcFace as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function arcface(config: HeadConfig<typeof arcfaceOptions>): ArcfaceHead {
  return new ArcfaceHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof arcfaceOptions>[] = [
  /* @__PURE__ */ defineLoss({
    name: 'arcface',
    title: 'ArcFace',
    package: '@isomargin/arcface',
    paper: {
      authors: 'Jiankang Deng, Jia Guo, Niannan Xue, Stefanos Zafeiriou',
      title: 'ArcFace: Additive Angular Margin Loss for Deep Face Recognition',
      venue: 'CVPR',
      year: 2019,
      url: 'https://arxiv.org/abs/1801.07698',
    },
    task: 'classification',
    options: arcfaceOptions,
    traits: {
      discontinuous:
        'Where the margin ends, at an angle of π − m (with the easy margin at 90°), the own score jumps.',
      scaleInvariant: true,
      rotationInvariant: true,
    },
    create: (given, {classes, seed}) => new ArcfaceHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
