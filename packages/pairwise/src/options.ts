import {boolean, choice, commonOptions, integer, number, numberOr, type Option} from '@isomargin/core';
import type {PairAverage} from './contrastive-pairs.js';
import type {Margin} from './mining/margin.js';
import type {Mining} from './mining/mine.js';
import type {SemiHardFallback} from './mining/semi-hard.js';
import type {TripletAverage, TripletDistance} from './triplets-of-anchors.js';

const pairMargin: Option<number> = number({
  default: 1,
  above: 0,
  search: {low: 0.1, high: 10, scale: 'log'},
  description: 'How far apart examples of different classes should be: those farther apart have no loss.',
});

const pairAverage: Option<PairAverage> = choice(['all', 'kinds', 'active'], {
  default: 'all',
  description:
    "'all': the mean over all pairs of the batch; 'kinds': the mean over pairs of one class plus that over pairs of two; " +
    "'active': the same over pairs with a loss above 0.",
});

const normalize = (byDefault: boolean): Option<boolean> =>
  boolean({default: byDefault, description: 'Whether embeddings are scaled to length 1 first.'});

/** Of the pure contrastive losses. */
export const contrastiveLossOptions: {
  readonly margin: Option<number>;
  readonly average: Option<PairAverage>;
  readonly normalize: Option<boolean>;
} = {margin: pairMargin, average: pairAverage, normalize: normalize(false)};

/** Of the pure triplet loss. */
export const tripletLossOptions: {
  readonly margin: Option<Margin>;
  readonly mining: Option<Mining>;
  readonly distance: Option<TripletDistance>;
  readonly semiHardFallback: Option<SemiHardFallback>;
  readonly average: Option<TripletAverage>;
  readonly normalize: Option<boolean>;
} = {
  margin: numberOr(['soft'], {
    default: 0.2,
    min: 0,
    search: {low: 0.05, high: 1, scale: 'log'},
    description:
      "How much farther than the positive the negative should be; 'soft': log(1 + exp(D(a,p) − D(a,n))) instead of a hinge.",
  }),
  mining: choice(['all', 'batch-hard', 'semi-hard'], {
    default: 'semi-hard',
    description:
      "Which triplets of the batch: 'all'; 'batch-hard': an anchor's farthest positive with its nearest negative; 'semi-hard': " +
      'every positive with the nearest negative that is farther away than it.',
  }),
  distance: choice(['squared', 'euclidean'], {
    default: 'squared',
    description: 'D: the squared Euclidean distance (Schroff) or the distance itself (Hermans).',
  }),
  semiHardFallback: choice(['none', 'farthest'], {
    default: 'none',
    description:
      "What an anchor and positive do where all negatives are nearer: 'none', no triplet; 'farthest': the farthest " +
      "negative. Only with mining 'semi-hard'.",
  }),
  average: choice(['all', 'active'], {
    default: 'all',
    description:
      "The mean over the triplets: 'all' that mining chose, or the 'active' ones with a loss above 0.",
  }),
  normalize: normalize(true),
};

/** Of the pure softmax + contrastive loss. */
export const softmaxContrastiveLossOptions: {
  readonly verificationWeight: Option<number>;
} & typeof contrastiveLossOptions = {
  verificationWeight: number({
    default: 0.05,
    min: 0,
    search: {low: 1e-3, high: 1, scale: 'log'},
    description: 'λ, weight of the contrastive loss beside the cross entropy; 0 is softmax alone.',
  }),
  ...contrastiveLossOptions,
};

/** Of the heads that classify by class means. */
const meanOptions: {readonly meanWindow: Option<number>} = {
  meanWindow: integer({
    default: 100,
    min: 1,
    description: 'About how many of the latest training examples of a class its mean is taken over.',
  }),
};

/** Of the contrastive head. */
export const contrastiveOptions: typeof contrastiveLossOptions & typeof meanOptions = {
  ...contrastiveLossOptions,
  ...meanOptions,
};

/** Of the triplet head. */
export const tripletOptions: typeof tripletLossOptions & typeof meanOptions = {
  ...tripletLossOptions,
  ...meanOptions,
};

/** As every head takes them, with what they mean for pairs. */
export const classWeightOption: {readonly classWeights: Option<readonly number[] | undefined>} = {
  classWeights: {
    ...commonOptions.classWeights,
    description:
      "One weight a class, multiplied into each example's loss, that of the pairs or triplets it is the anchor of. Repeating " +
      'examples is not the same: it makes new pairs.',
  },
};
