import {
  cast,
  gather,
  maximum,
  mul,
  range,
  reshape,
  type Scalar,
  step,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type {Relations} from '../relations.js';
import {judge} from './judge.js';
import type {Margin, Mined} from './mined.js';
import {flatPlaces, scattered, sortTogether} from './ranks.js';

/** What a positive pair does that has no negative farther away than the positive. */
export type SemiHardFallback = 'none' | 'farthest';

/**
 * A triplet for each anchor and positive, with the nearest of the negatives that are farther away than the positive.
 * Largest tensors: a few [batch, 2 · batch].
 *
 * @param distances [batch, batch]
 */
export function semiHard(
  distances: Tensor2D,
  {same, different}: Relations,
  margin: Margin,
  fallback: SemiHardFallback,
): Mined {
  const batch = distances.shape[0];
  const flat = (x: Tensor2D): Tensor1D => reshape(x, [-1]);
  const square = (x: Tensor1D): Tensor2D => reshape(x, [batch, batch]);
  const placesOf = (x: Tensor2D): Tensor1D => flat(flatPlaces(cast(x, 'int32'), batch));

  const {first, second} = sortTogether(
    {keys: distances, members: same},
    {keys: distances, members: different},
  );
  // The negatives of a row from far to near: the last of those that are farther than the positive is the one.
  const ranks = placesOf(second.ofSecond);
  const chosen = placesOf(maximum(sub(first.ofSecond, 1), 0) as Tensor2D);
  const ofChosen = (x: Tensor2D): Tensor2D =>
    square(gather(scattered(flat(mul(x, different)), ranks, batch ** 2), chosen));

  const isFound = fallback === 'none' ? step(first.ofSecond) : step(sum(different, 1, true));
  const exists = mul(same, isFound);
  const {losses, slopes} = judge(sub(distances, ofChosen(distances)), margin);
  const counted = mul(losses, exists);
  const ofPositives = mul(slopes, exists) as Tensor2D;
  const columns = mul(different, range(0, batch, 1)) as Tensor2D;
  const ofNegatives = scattered(flat(ofPositives), placesOf(ofChosen(columns)), batch ** 2);
  return {
    losses: sum(counted, 1) as Tensor1D,
    slopes: sub(ofPositives, square(ofNegatives)) as Tensor2D,
    chosen: sum(exists) as Scalar,
    active: sum(step(counted)) as Scalar,
  };
}
