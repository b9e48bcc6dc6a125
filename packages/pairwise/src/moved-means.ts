import {
  add,
  div,
  matMul,
  maximum,
  minimum,
  mul,
  reshape,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';

/** Class means and how many training examples they are taken over. */
export type ClassMeansState = {
  /** [classes, d]; zeros for a class that has not been seen. */
  readonly means: Tensor2D;
  /** [classes] */
  readonly counts: Tensor1D;
};

/**
 * Class means after a training step. With n examples of a class in the batch, of mean b, and a mean c over k examples so far:
 * c + n/(min(k, window) + n) (b − c). So a class starts with the mean of its first examples, then has the mean of all, and when
 * it has seen `window` of them forgets the oldest. Classes that are absent from the batch stay as they are.
 *
 * @param embeddings [batch, d]
 * @param oneHot [batch, classes]
 */
export function movedMeans(
  {means, counts}: ClassMeansState,
  embeddings: Tensor2D,
  oneHot: Tensor2D,
  window: number,
): ClassMeansState {
  return tidy(() => {
    const added = sum(oneHot, 0) as Tensor1D;
    const total = add(minimum(counts, window), added) as Tensor1D;
    const column = (x: Tensor1D): Tensor2D => reshape(x, [-1, 1]);
    const sums = matMul(oneHot, embeddings, true);
    const steps = div(sub(sums, mul(means, column(added))), column(maximum(total, 1) as Tensor1D));
    return {means: add(means, steps) as Tensor2D, counts: total};
  });
}
