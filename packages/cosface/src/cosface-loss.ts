import {
  type CommonOptions,
  commonOptions,
  cosineScores,
  crossEntropyFromLogits,
  type GivenOptions,
  type Labels,
  oneHotLabels,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {mul, sub, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {cosfaceOptions} from './options.js';

/** Options of the pure function: scale, margin and class weights. */
export type CosfaceLossOptions = GivenOptions<typeof cosfaceOptions & Pick<CommonOptions, 'classWeights'>>;

/**
 * CosFace, the large margin cosine loss (Wang et al. 2018, eq. 4), of each example: cross entropy of the scores s cos θ_j with
 * s (cos θ_y − m) for the own class. Embeddings and columns of the kernel are scaled to length 1 inside; those of
 * length 0 have a cosine of 0 and no gradient.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel [d, classes]
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function cosfaceLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  options: CosfaceLossOptions = {},
): Tensor1D {
  const declared = {...cosfaceOptions, classWeights: commonOptions.classWeights};
  const {scale, margin, classWeights} = resolveOptions('cosfaceLoss', declared, options);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, kernel.shape[1], embeddings.shape[0]);
    const losses = lossOfScores(cosineScores(embeddings, kernel, scale), oneHot, scale * margin);
    return weightByClass(losses, oneHot, classWeights);
  });
}

/**
 * Cross entropy with a margin taken off each example's own score.
 *
 * @param scores [batch, classes]
 * @param oneHot [batch, classes]
 * @param margin in units of the scores
 * @returns [batch]
 */
export function lossOfScores(scores: Tensor2D, oneHot: Tensor2D, margin: number): Tensor1D {
  return tidy(() => crossEntropyFromLogits(sub(scores, mul(oneHot, margin)) as Tensor2D, oneHot));
}
