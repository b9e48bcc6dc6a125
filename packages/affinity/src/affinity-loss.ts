import {
  commonOptions,
  type Labels,
  number,
  type Option,
  oneHotLabels,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {scalar, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {affinities} from './affinities.js';
import {marginTerms} from './margin-loss.js';
import {affinityOptions} from './options.js';

/** Options of the pure function. */
export interface AffinityLossOptions {
  /** σ > 0, in squared embedding units. Default 10, the published setting. */
  readonly sigma?: number;
  /** λ in (0, 1], or 'auto' (see `marginLoss`). Default 0.75, the published setting. */
  readonly margin?: number | 'auto';
  /** m, prototypes of each class. Default 1. */
  readonly prototypesPerClass?: number;
  /** One weight a class, multiplied into each example's loss. */
  readonly classWeights?: readonly number[];
}

const declared: {
  sigma: Option<number>;
  margin: Option<number | 'auto'>;
  prototypesPerClass: Option<number>;
  classWeights: Option<readonly number[] | undefined>;
} = {
  sigma: number({default: 10, above: 0, description: 'Width of the affinity.'}),
  margin: {...affinityOptions.margin, default: 0.75},
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
  const {sigma, margin, prototypesPerClass, classWeights} = resolveOptions('affinityLoss', declared, options);
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
  return tidy(() => {
    const oneHot = oneHotLabels(labels, classes, embeddings.shape[0]);
    const losses = marginTerms(
      affinities(embeddings, prototypes, scalar(sigma), prototypesPerClass),
      oneHot,
      margin,
    );
    return weightByClass(losses, oneHot, classWeights);
  });
}
