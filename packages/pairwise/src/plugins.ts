import {defineLoss, type HeadConfig, type LossPlugin, type LossTraits} from '@isomargin/core';
import {ContrastiveHead} from './contrastive-head.js';
import {classWeightOption, contrastiveOptions, tripletOptions} from './options.js';
import {SoftmaxContrastiveHead, softmaxContrastiveOptions} from './softmax-contrastive-head.js';
import {TripletHead} from './triplet-head.js';

/**
 * Contrastive loss as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function contrastive(config: HeadConfig<typeof contrastiveOptions>): ContrastiveHead {
  return new ContrastiveHead(config);
}

/**
 * Triplet loss as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function triplet(config: HeadConfig<typeof tripletOptions>): TripletHead {
  return new TripletHead(config);
}

/**
 * Softmax with contrastive loss as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function softmaxContrastive(
  config: HeadConfig<typeof softmaxContrastiveOptions>,
): SoftmaxContrastiveHead {
  return new SoftmaxContrastiveHead(config);
}

const packageName = '@isomargin/pairwise';

const ofPairs: LossTraits = {
  dependsOnBatch: 'An example is compared with the others of its batch.',
  weightIsNotRepeating: 'A repeated example makes new pairs.',
  rotationInvariant: true,
};

export const contrastivePlugin: LossPlugin<typeof contrastiveOptions & typeof classWeightOption> =
  /* @__PURE__ */ defineLoss({
    name: 'contrastive',
    title: 'Contrastive loss',
    package: packageName,
    paper: {
      authors: 'Raia Hadsell, Sumit Chopra, Yann LeCun',
      title: 'Dimensionality Reduction by Learning an Invariant Mapping',
      venue: 'CVPR',
      year: 2006,
      url: 'https://doi.org/10.1109/CVPR.2006.100',
    },
    task: 'pairs',
    options: {...contrastiveOptions, ...classWeightOption},
    traits: ofPairs,
    create: (given, {classes, seed}) => new ContrastiveHead({...given, seed: given.seed ?? seed, classes}),
  });

export const tripletPlugin: LossPlugin<typeof tripletOptions & typeof classWeightOption> =
  /* @__PURE__ */ defineLoss({
    name: 'triplet',
    title: 'Triplet loss',
    package: packageName,
    paper: {
      authors: 'Florian Schroff, Dmitry Kalenichenko, James Philbin',
      title: 'FaceNet: A Unified Embedding for Face Recognition and Clustering',
      venue: 'CVPR',
      year: 2015,
      url: 'https://arxiv.org/abs/1503.03832',
    },
    task: 'pairs',
    options: {...tripletOptions, ...classWeightOption},
    traits: {
      ...ofPairs,
      discontinuous: 'With semi-hard negatives, where a negative comes nearer than the positive.',
    },
    create: (given, {classes, seed}) => new TripletHead({...given, seed: given.seed ?? seed, classes}),
  });

export const softmaxContrastivePlugin: LossPlugin<
  typeof softmaxContrastiveOptions & typeof classWeightOption
> = /* @__PURE__ */ defineLoss({
  name: 'softmax-contrastive',
  title: 'Softmax + contrastive loss',
  package: packageName,
  paper: {
    authors: 'Yi Sun, Yuheng Chen, Xiaogang Wang, Xiaoou Tang',
    title: 'Deep Learning Face Representation by Joint Identification-Verification',
    venue: 'NIPS',
    year: 2014,
    url: 'https://arxiv.org/abs/1406.4773',
  },
  task: 'classification',
  options: {...softmaxContrastiveOptions, ...classWeightOption},
  traits: ofPairs,
  create: (given, {classes, seed}) =>
    new SoftmaxContrastiveHead({...given, seed: given.seed ?? seed, classes}),
});

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin[] = [contrastivePlugin, tripletPlugin, softmaxContrastivePlugin];
