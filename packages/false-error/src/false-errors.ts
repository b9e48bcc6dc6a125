import {
  div,
  matMul,
  maximum,
  mul,
  reshape,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import type {FalseErrorVariant} from './options.js';

/**
 * Distributes the (squared) false error of a batch over its examples, so that the mean of what is returned is the false
 * error: an example of class j has N · e_i / n_j of Σ_j m_j, and N · e_i · m_j / n_j of Σ_j m_j², where m_j is the mean
 * error of the n_j examples of class j among the N of the batch. A class without an example has no term.
 *
 * @param errors [batch], differentiated, also through the means
 * @param oneHot [batch, classes]
 * @returns [batch]
 */
export function falseErrors(errors: Tensor1D, oneHot: Tensor2D, variant: FalseErrorVariant): Tensor1D {
  return tidy(() => {
    const [batch, classes] = oneHot.shape;
    const perExample = div(batch, maximum(sum(oneHot, 0), 1));
    const ofClass = (values: Tensor1D): Tensor1D =>
      reshape(matMul(oneHot, reshape(values, [classes, 1])), [batch]);
    const shares = mul(errors, ofClass(perExample as Tensor1D)) as Tensor1D;
    if (variant === 'mfe') return shares;
    // The mean of a class from the shares: they have 1/n_j in them already.
    const means = div(matMul(reshape(shares, [1, batch]), oneHot), batch);
    return mul(shares, ofClass(reshape(means, [classes]))) as Tensor1D;
  });
}
