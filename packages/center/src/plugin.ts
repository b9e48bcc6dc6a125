import {defineLoss, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {CenterHead} from './center-head.js';
import {centerOptions} from './options.js';

/**
 * Center loss as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function center(config: HeadConfig<typeof centerOptions>): CenterHead {
  return new CenterHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof centerOptions>[] = [
  /* @__PURE__ */ defineLoss({
    name: 'center',
    title: 'Center loss',
    package: '@isomargin/center',
    paper: {
      authors: 'Yandong Wen, Kaipeng Zhang, Zhifeng Li, Yu Qiao',
      title: 'A Discriminative Feature Learning Approach for Deep Face Recognition',
      venue: 'ECCV',
      year: 2016,
      url: 'https://doi.org/10.1007/978-3-319-46478-7_31',
    },
    task: 'classification',
    options: centerOptions,
    traits: {rotationInvariant: true},
    create: (given, {classes, seed}) => new CenterHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
