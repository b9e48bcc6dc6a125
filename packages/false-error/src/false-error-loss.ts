import {type Labels, linearScores, oneHotLabels, resolveOptions, weightByClass} from '@isomargin/core';
import {type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {exampleErrors} from './example-errors.js';
import {falseErrors} from './false-errors.js';
import {classWeightOption, type ExampleError, type FalseErrorVariant, falseErrorOptions} from './options.js';

/** Options of the pure function. */
export interface FalseErrorLossOptions {
  /** 'msfe' (default): the sum of the squares of the classes' mean errors; 'mfe': the sum of the means. */
  readonly variant?: FalseErrorVariant;
  /** 'squared' (default): ½‖softmax(s) − onehot‖²; 'cross-entropy': −log softmax(s)_y. */
  readonly error?: ExampleError;
  /** One weight a class, multiplied into the class's term. */
  readonly classWeights?: readonly number[];
}

/**
 * Mean false error Σ_j m_j or mean squared false error Σ_j m_j² (Wang et al. 2016) with the scores s = W·f + b,
 * where m_j is the mean error of the batch's examples of class j; a class that is absent from the batch has no term.
 *
 * The loss is one of the batch. It is returned as one value an example whose mean is the loss: an example's own error,
 * times N/n_j (and times m_j), for n_j of the N examples of the batch being of its class. The sum of a class's
 * values is N times its term.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel [d, classes]
 * @param bias [classes]; none where left out
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function falseErrorLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  bias?: Tensor1D,
  options: FalseErrorLossOptions = {},
): Tensor1D {
  const declared = {...falseErrorOptions, ...classWeightOption};
  const {variant, error, classWeights} = resolveOptions('falseErrorLoss', declared, options);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, kernel.shape[1], embeddings.shape[0]);
    const errors = exampleErrors(linearScores(embeddings, kernel, bias), oneHot, error);
    return weightByClass(falseErrors(errors, oneHot, variant), oneHot, classWeights);
  });
}
