import {defineLoss, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {SoftmaxHead, softmaxOptions} from './softmax-head.js';

/**
 * Softmax cross entropy as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function softmax(config: HeadConfig<typeof softmaxOptions>): SoftmaxHead {
  return new SoftmaxHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof softmaxOptions>[] = [
  defineLoss({
    name: 'softmax',
    title: 'Softmax cross entropy',
    package: '@isomargin/softmax',
    task: 'classification',
    options: softmaxOptions,
    create: (given, {classes, seed}) => new SoftmaxHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
