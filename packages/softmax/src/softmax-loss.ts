import {
  commonOptions,
  crossEntropyFromLogits,
  type Labels,
  linearScores,
  oneHotLabels,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';

/** Options of the pure function. */
export interface SoftmaxLossOptions {
  /** One weight a class, multiplied into each example's loss. */
  readonly classWeights?: readonly number[];
}

/**
 * Softmax cross entropy of each example, −log softmax(W·f + b)_y.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel [d, classes]
 * @param bias [classes]; none where left out
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function softmaxLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  bias?: Tensor1D,
  options: SoftmaxLossOptions = {},
): Tensor1D {
  const {classWeights} = resolveOptions('softmaxLoss', {classWeights: commonOptions.classWeights}, options);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, kernel.shape[1], embeddings.shape[0]);
    const losses = crossEntropyFromLogits(linearScores(embeddings, kernel, bias), oneHot);
    return weightByClass(losses, oneHot, classWeights);
  });
}
