import {
  type CommonOptions,
  commonOptions,
  crossEntropyWithOwn,
  type GivenOptions,
  type Labels,
  monotoneCosine,
  oneHotLabels,
  projections,
  resolveOptions,
  safeNorm,
  weightByClass,
} from '@isomargin/core';
import {add, div, mul, type Scalar, scalar, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {spherefaceLossOptions} from './options.js';

/** Options of the pure function: m, lambda and class weights. */
export type SpherefaceLossOptions = GivenOptions<
  typeof spherefaceLossOptions & Pick<CommonOptions, 'classWeights'>
>;

/**
 * SphereFace, the angular softmax loss (Liu et al. 2017, eq. 7), of each example: cross entropy of the scores ‖f‖ cos θ_j with
 * ‖f‖ ψ(θ_y) for the own class, where ψ(θ) = (−1)^k cos(mθ) − 2k for θ in [kπ/m, (k+1)π/m]. Columns of the kernel are scaled
 * to length 1 inside, and those of length 0 have a cosine of 0; embeddings are not.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel [d, classes]
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function spherefaceLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  options: SpherefaceLossOptions = {},
): Tensor1D {
  const declared = {...spherefaceLossOptions, classWeights: commonOptions.classWeights};
  const {m, lambda, classWeights} = resolveOptions('spherefaceLoss', declared, options);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, kernel.shape[1], embeddings.shape[0]);
    const scores = projections(embeddings, kernel);
    const losses = lossOfScores(scores, embeddings, oneHot, m, lambda === 0 ? undefined : scalar(lambda));
    return weightByClass(losses, oneHot, classWeights);
  });
}

/**
 * Cross entropy with ‖f‖ (λ cos θ_y + ψ(θ_y)) / (1 + λ) for each example's own score.
 *
 * @param scores ‖f‖ cos θ_j, [batch, classes]
 * @param embeddings [batch, d], of which the norm is used
 * @param oneHot [batch, classes]
 * @param lambda λ, not differentiated; undefined for 0
 * @returns [batch]
 */
export function lossOfScores(
  scores: Tensor2D,
  embeddings: Tensor2D,
  oneHot: Tensor2D,
  m: number,
  lambda: Scalar | undefined,
): Tensor1D {
  return crossEntropyWithOwn(scores, oneHot, (own) => {
    const norms = safeNorm(embeddings);
    const steep = mul(monotoneCosine(div(own, norms), m), norms);
    if (lambda === undefined) return steep as Tensor2D;
    return div(add(mul(own, lambda), steep), add(lambda, 1)) as Tensor2D;
  });
}
