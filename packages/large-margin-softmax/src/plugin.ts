import {defineLoss, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {LargeMarginSoftmaxHead} from './large-margin-softmax-head.js';
import {largeMarginSoftmaxOptions} from './options.js';

/**
 * Large-margin softmax as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function largeMarginSoftmax(
  config: HeadConfig<typeof largeMarginSoftmaxOptions>,
): LargeMarginSoftmaxHead {
  return new LargeMarginSoftmaxHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof largeMarginSoftmaxOptions>[] = [
  /* @__PURE__ */ defineLoss({
    name: 'large-margin-softmax',
    title: 'Large-margin softmax',
    package: '@isomargin/large-margin-softmax',
    paper: {
      authors: 'Weiyang Liu, Yandong Wen, Zhiding Yu, Meng Yang',
      title: 'Large-Margin Softmax Loss for Convolutional Neural Networks',
      venue: 'ICML',
      year: 2016,
      url: 'https://arxiv.org/abs/1612.02295',
    },
    task: 'classification',
    options: largeMarginSoftmaxOptions,
    traits: {rotationInvariant: true},
    create: (given, {classes, seed}) =>
      new LargeMarginSoftmaxHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
