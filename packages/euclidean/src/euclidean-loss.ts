import {
  commonOptions,
  type Labels,
  linearScores,
  oneHotLabels,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {type Compared, euclideanDistances} from './euclidean-distances.js';
import {euclideanOptions} from './options.js';

/** Options of the pure function. */
export interface EuclideanLossOptions {
  /** What is compared with the one-hot label: softmax of the scores (default), or the scores. */
  readonly compare?: Compared;
  /** One weight a class, multiplied into each example's loss. */
  readonly classWeights?: readonly number[];
}

/**
 * Squared Euclidean distance ‖p − onehot(y)‖² of each example, with p = softmax(W·f + b), or p = W·f + b.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel [d, classes]
 * @param bias [classes]; none where left out
 * @returns [batch]; in [0, 2] for probabilities
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function euclideanLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  bias?: Tensor1D,
  options: EuclideanLossOptions = {},
): Tensor1D {
  const declared = {...euclideanOptions, classWeights: commonOptions.classWeights};
  const {compare, classWeights} = resolveOptions('euclideanLoss', declared, options);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, kernel.shape[1], embeddings.shape[0]);
    const losses = euclideanDistances(linearScores(embeddings, kernel, bias), oneHot, compare);
    return weightByClass(losses, oneHot, classWeights);
  });
}
