import {defineLoss, type HeadConfig, type LossPlugin, linearOptions} from '@isomargin/core';
import {SoftmaxHead} from './softmax-head.js';

/**
 * Softmax cross entropy as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function softmax(config: HeadConfig<typeof linearOptions>): SoftmaxHead {
  return new SoftmaxHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof linearOptions>[] = [
  /* @__PURE__ */ defineLoss({
    name: 'softmax',
    title: 'Softmax cross entropy',
    package: '@isomargin/softmax',
    task: 'classification',
    options: linearOptions,
    traits: {rotationInvariant: true},
    create: (given, {classes, seed}) => new SoftmaxHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
