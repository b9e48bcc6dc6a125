import {div, mean, mul, type Scalar, sum, type Tensor1D, tidy} from '@tensorflow/tfjs-core';

/** How the losses of a batch become one number. */
export type Reduction = 'mean' | 'sum';

/**
 * One number from the per-example losses of a batch.
 *
 * @param losses [batch]
 * @param reduction 'mean' (over the examples, the default) or 'sum'
 * @param weights [batch]: with them 'mean' is the weighted mean Σ w·l / Σ w, and 'sum' is Σ w·l
 */
export function reduce(losses: Tensor1D, reduction: Reduction = 'mean', weights?: Tensor1D): Scalar {
  return tidy(() => {
    if (weights === undefined) return (reduction === 'mean' ? mean(losses) : sum(losses)) as Scalar;
    const total = sum(mul(losses, weights));
    return (reduction === 'mean' ? div(total, sum(weights)) : total) as Scalar;
  });
}
