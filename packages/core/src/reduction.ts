import {div, mean, mul, type Scalar, sum, type Tensor1D, tidy} from '@tensorflow/tfjs-core';
import {OptionError, show} from './options/check.js';

/** How the losses of a batch become one number. */
export type Reduction = 'mean' | 'sum';

/**
 * One number from the per-example losses of a batch.
 *
 * @param losses [batch]
 * @param reduction 'mean' (over the examples, the default) or 'sum'
 * @param weights [batch]: with them 'mean' is the weighted mean Σ w·l / Σ w, and 'sum' is Σ w·l
 * @throws OptionError for another reduction
 */
export function reduce(losses: Tensor1D, reduction: Reduction = 'mean', weights?: Tensor1D): Scalar {
  if (reduction !== 'mean' && reduction !== 'sum') {
    throw new OptionError(`reduction must be 'mean' or 'sum', but got ${show(reduction)}.`);
  }
  return tidy(() => {
    if (weights === undefined) return (reduction === 'mean' ? mean(losses) : sum(losses)) as Scalar;
    const total = sum(mul(losses, weights));
    return (reduction === 'mean' ? div(total, sum(weights)) : total) as Scalar;
  });
}
