import {
  commonOptions,
  type Labels,
  number,
  type Option,
  oneHotLabels,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {matMul, scalar, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {marginCrossEntropy} from './large-margin.js';
import {largeMarginSoftmaxOptions} from './options.js';

/** Options of the pure function. */
export interface LargeMarginSoftmaxLossOptions {
  /** An integer >= 1. Default 4. */
  readonly m?: number;
  /** λ >= 0 in (λ cos θ + ψ(θ))/(1 + λ). Default 0: ψ(θ) alone. */
  readonly cosineWeight?: number;
  /** One weight a class, multiplied into each example's loss. */
  readonly classWeights?: readonly number[];
}

const declared: {
  m: Option<number>;
  cosineWeight: Option<number>;
  classWeights: Option<readonly number[] | undefined>;
} = {
  m: largeMarginSoftmaxOptions.m,
  cosineWeight: number({default: 0, min: 0, description: 'Weight of the plain cosine.'}),
  classWeights: commonOptions.classWeights,
};

/**
 * Large-margin softmax loss of each example (Liu et al. 2016, eq. 4–6): softmax cross entropy of the scores f·w_j, whose own
 * score is ‖w_y‖‖f‖ψ(θ_y) with ψ(θ) = (−1)^k cos(mθ) − 2k for θ in [kπ/m, (k+1)π/m]. Value and gradient are finite
 * everywhere, also at θ = 0 and π, and for embeddings and weights of zeros.
 *
 * @param embeddings f, [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param weights w, [classes, d]
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function largeMarginSoftmaxLoss(
  embeddings: Tensor2D,
  labels: Labels,
  weights: Tensor2D,
  options: LargeMarginSoftmaxLossOptions = {},
): Tensor1D {
  const {m, cosineWeight, classWeights} = resolveOptions('largeMarginSoftmaxLoss', declared, options);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, weights.shape[0], embeddings.shape[0]);
    const scores = matMul(embeddings, weights, false, true) as Tensor2D;
    const losses = marginCrossEntropy(scores, oneHot, embeddings, weights, m, scalar(cosineWeight));
    return weightByClass(losses, oneHot, classWeights);
  });
}
