import {
  cast,
  gather,
  maximum,
  mul,
  reshape,
  type Scalar,
  scatterND,
  step,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  topk,
} from '@tensorflow/tfjs-core';
import type {Relations} from '../relations.js';
import {judge} from './judge.js';
import type {Margin, Mined} from './mined.js';
import {compareGroups, flatPlaces} from './ranks.js';

/** What a positive pair does that has no negative farther away than the positive. */
export type SemiHardFallback = 'none' | 'farthest';

/**
 * A triplet for each anchor and positive, with the nearest of the negatives that are farther away than the positive.
 * Largest tensors: a few [batch, 2 · batch].
 *
 * @param distances [batch, batch], >= 0
 */
export function semiHard(
  distances: Tensor2D,
  {same, different}: Relations,
  margin: Margin,
  fallback: SemiHardFallback,
): Mined {
  const batch = distances.shape[0];
  const {greaterThanFirst: farther} = compareGroups(
    {keys: distances, members: same},
    {keys: distances, members: different},
  );
  // The negatives from far to near, then all others: the last of those that are farther is the one.
  const negatives = topk(sub(mul(distances, different), sub(1, different)), batch, true);
  const ranks = cast(maximum(sub(farther, 1), 0), 'int32') as Tensor2D;
  const places = reshape(flatPlaces(ranks, batch), [-1]) as Tensor1D;
  const atPlaces = (values: Tensor2D): Tensor2D =>
    reshape(gather(reshape(values, [-1]), places), [batch, batch]);
  const isFound = fallback === 'none' ? step(farther) : step(sum(different, 1, true));
  const exists = mul(same, isFound);
  const {losses, slopes} = judge(sub(distances, atPlaces(negatives.values as Tensor2D)), margin);
  const counted = mul(losses, exists);
  const ofPositives = mul(slopes, exists);
  const chosenNegatives = reshape(
    flatPlaces(atPlaces(negatives.indices as Tensor2D), batch),
    [-1, 1],
  ) as Tensor2D;
  const ofNegatives = scatterND(chosenNegatives, reshape(ofPositives, [-1]), [batch ** 2]);
  return {
    losses: sum(counted, 1) as Tensor1D,
    slopes: sub(ofPositives, reshape(ofNegatives, [batch, batch])) as Tensor2D,
    chosen: sum(exists) as Scalar,
    active: sum(step(counted)) as Scalar,
  };
}
