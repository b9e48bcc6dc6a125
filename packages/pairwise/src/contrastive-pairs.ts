import {withGradient} from '@isomargin/core';
import {
  add,
  div,
  maximum,
  mul,
  relu,
  reshape,
  type Scalar,
  scalar,
  sqrt,
  square,
  step,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {inverseRoots} from './distances.js';
import type {Relations} from './relations.js';

/** Which mean over the pairs of a batch the loss is. */
export type PairAverage = 'all' | 'kinds' | 'active';

/**
 * Contrastive losses of all pairs of a batch, from their squared distances, with the gradient written out: of each
 * example's pairs those shares whose mean over the batch is the chosen mean over the pairs.
 *
 * @param squared D², [batch, batch], symmetric, 0 on the diagonal
 * @returns [batch]
 */
export function contrastiveOfPairs(
  squared: Tensor2D,
  {same, different}: Relations,
  margin: number,
  average: PairAverage,
): Tensor1D {
  return withGradient([squared], ([d2], save) => {
    const [value, slopes] = tidy(() => {
      const gaps = relu(sub(margin, sqrt(d2)));
      const ofSame = mul(same, d2) as Tensor2D;
      const ofDifferent = mul(different, square(gaps)) as Tensor2D;
      const [a, b] = sharesOf(average, [same, different], [ofSame, ofDifferent]);
      const pull = mul(same, a);
      const push = mul(mul(different, b), mul(gaps, inverseRoots(d2)));
      return [sum(add(mul(ofSame, a), mul(ofDifferent, b)), 1) as Tensor1D, sub(pull, push) as Tensor2D];
    }) as [Tensor1D, Tensor2D];
    save([slopes]);
    return {value, gradient: (dy, [saved]) => [mul(saved!, reshape(dy, [-1, 1]))]};
  });
}

/** What the losses of pairs of one class, and those of pairs of two, are multiplied by. */
function sharesOf(
  average: PairAverage,
  kinds: readonly [Tensor2D, Tensor2D],
  losses: readonly [Tensor2D, Tensor2D],
): [Scalar, Scalar] {
  const batch = kinds[0].shape[0];
  if (average === 'all') {
    const share = scalar(1 / Math.max(1, batch - 1));
    return [share, share];
  }
  const [a, b] = average === 'kinds' ? kinds : [step(losses[0]), step(losses[1])];
  const shareOf = (counted: Tensor2D): Scalar => div(batch, maximum(sum(counted), 1));
  return [shareOf(a), shareOf(b)];
}
