import {
  commonOptions,
  type Labels,
  number,
  type Option,
  oneHotLabels,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {scalar, type Tensor1D, type Tensor2D, tensor1d, tidy} from '@tensorflow/tfjs-core';
import {affinities} from './affinities.js';
import {balanceOf, checkCounts} from './class-balance.js';
import {marginTerms} from './margin-loss.js';
import {affinityOptions, areCounts} from './options.js';

/** Options of the pure function. */
export interface AffinityLossOptions {
  /** σ > 0, in squared embedding units. Default 10, the published setting. */
  readonly sigma?: number;
  /** λ in (0, 1], or 'auto' (see `marginLoss`). Default 0.75, the published setting. */
  readonly margin?: number | 'auto';
  /** Training examples of each class, integers >= 1, by which margins and weights make up for imbalance; not where left out. */
  readonly classCounts?: readonly number[];
  /** λ of an example of class y against class j is larger by countMargin · log(n_j/n_y). Default 0.1; only with classCounts. */
  readonly countMargin?: number;
  /** Examples of class y weigh (n_y / mean n)^−countWeight. Default 0.5; only with classCounts. */
  readonly countWeight?: number;
  /** m, prototypes of each class. Default 1. */
  readonly prototypesPerClass?: number;
  /** One weight a class, multiplied into each example's loss. */
  readonly classWeights?: readonly number[];
}

const declared: {
  sigma: Option<number>;
  margin: Option<number | 'auto'>;
  classCounts: Option<readonly number[] | undefined>;
  countMargin: Option<number>;
  countWeight: Option<number>;
  prototypesPerClass: Option<number>;
  classWeights: Option<readonly number[] | undefined>;
} = {
  sigma: number({default: 10, above: 0, description: 'Width of the affinity.'}),
  margin: {...affinityOptions.margin, default: 0.75},
  classCounts: {
    default: undefined,
    allowed: 'an array of integers >= 1, one a class',
    accepts: (value): value is readonly number[] | undefined => value === undefined || areCounts(value),
  },
  countMargin: affinityOptions.countMargin,
  countWeight: affinityOptions.countWeight,
  prototypesPerClass: affinityOptions.prototypesPerClass,
  classWeights: commonOptions.classWeights,
};

/**
 * Max-margin term of the affinity loss of each example (Hayat et al. 2019, eq. 4): Σ_{j≠y} max(0, λ + d_j − d_y) with
 * the affinities d_j = max_t exp(−‖f − w_{j,t}‖²/σ). The regularizer is `diversity(prototypes)`.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param prototypes [prototypesPerClass · classes, d]: first one of every class, then the next of every class
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 * @throws Error for prototypes whose shape does not fit
 */
export function affinityLoss(
  embeddings: Tensor2D,
  labels: Labels,
  prototypes: Tensor2D,
  options: AffinityLossOptions = {},
): Tensor1D {
  const {sigma, margin, prototypesPerClass, classCounts, classWeights, countMargin, countWeight} =
    resolveOptions('affinityLoss', declared, options);
  if (embeddings.rank !== 2 || prototypes.rank !== 2 || prototypes.shape[1] !== embeddings.shape[1]) {
    throw new Error(
      'affinityLoss: embeddings must have shape [batch, d] and prototypes [prototypesPerClass · classes, d], ' +
        `but have [${embeddings.shape}] and [${prototypes.shape}].`,
    );
  }
  const classes = prototypes.shape[0] / prototypesPerClass;
  if (!Number.isInteger(classes) || classes < 2) {
    throw new Error(
      `affinityLoss: prototypes must have ${prototypesPerClass} rows for each of at least 2 classes, but have ${prototypes.shape[0]} rows in all.`,
    );
  }
  if (classCounts !== undefined) checkCounts('affinityLoss', classCounts, classes, prototypesPerClass);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, classes, embeddings.shape[0]);
    const losses = marginTerms(
      affinities(embeddings, prototypes, scalar(sigma), prototypesPerClass),
      oneHot,
      margin,
      classCounts && balanceOf(tensor1d([...classCounts]), {margin, countMargin, countWeight}),
    );
    return weightByClass(losses, oneHot, classWeights);
  });
}
