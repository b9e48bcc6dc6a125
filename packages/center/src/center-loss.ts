import {
  commonOptions,
  crossEntropyFromLogits,
  type Labels,
  type Option,
  oneHotLabels,
  resolveOptions,
  rowwiseSquaredDistances,
  weightByClass,
} from '@isomargin/core';
import {add, argMax, matMul, mul, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {centerOptions} from './options.js';
import {rowsAt} from './own-rows.js';

/** Options of the pure function. */
export interface CenterLossOptions {
  /** λ >= 0. Default 0.003. */
  readonly centerWeight?: number;
  /** One weight a class, multiplied into each example's loss. */
  readonly classWeights?: readonly number[];
}

const declared: {
  centerWeight: Option<number>;
  classWeights: Option<readonly number[] | undefined>;
} = {centerWeight: centerOptions.centerWeight, classWeights: commonOptions.classWeights};

/** Logits f·W + b, [batch, classes]. */
export function logits(embeddings: Tensor2D, kernel: Tensor2D, bias?: Tensor1D): Tensor2D {
  return tidy(() => {
    const products = matMul(embeddings, kernel) as Tensor2D;
    return bias === undefined ? products : (add(products, bias) as Tensor2D);
  });
}

/** Softmax cross entropy of the scores plus λ/2 ‖f − c_y‖², [batch]. */
export function joinedLoss(
  scores: Tensor2D,
  oneHot: Tensor2D,
  embeddings: Tensor2D,
  ownCenters: Tensor2D,
  centerWeight: number,
): Tensor1D {
  return tidy(() => {
    const distances = rowwiseSquaredDistances(embeddings, ownCenters);
    return add(crossEntropyFromLogits(scores, oneHot), mul(distances, centerWeight / 2)) as Tensor1D;
  });
}

/**
 * Center loss of each example (Wen et al. 2016, eq. 5): −log softmax(f·W + b)_y + λ/2 ‖f − c_y‖². Differentiable in all that
 * it is given; the paper moves the centres by `movedCenters` instead, after the step, and not by their gradient.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel W, [d, classes]
 * @param bias b, [classes]; undefined for none
 * @param centers [classes, d]
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 * @throws Error for centres of another shape
 */
export function centerLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  bias: Tensor1D | undefined,
  centers: Tensor2D,
  options: CenterLossOptions = {},
): Tensor1D {
  const {centerWeight, classWeights} = resolveOptions('centerLoss', declared, options);
  const [dimension, classes] = kernel.shape;
  if (centers.shape[0] !== classes || centers.shape[1] !== dimension) {
    throw new Error(
      `centerLoss: centers must have shape [${classes}, ${dimension}], but have shape [${centers.shape}].`,
    );
  }
  return tidy(() => {
    const oneHot = oneHotLabels(labels, classes, embeddings.shape[0]);
    const classOf = argMax(oneHot, 1) as Tensor1D;
    const scores = logits(embeddings, kernel, bias);
    const losses = joinedLoss(scores, oneHot, embeddings, rowsAt(centers, classOf), centerWeight);
    return weightByClass(losses, oneHot, classWeights);
  });
}
