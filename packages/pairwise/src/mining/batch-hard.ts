import {
  add,
  argMax,
  argMin,
  mul,
  reshape,
  type Scalar,
  step,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import {oneHotPlaces} from '../distances.js';
import type {Relations} from '../relations.js';
import {judge} from './judge.js';
import type {Margin, Mined} from './mined.js';

/** Larger than any distance. */
const FAR = 1e38;

/**
 * One triplet an anchor: its farthest positive and its nearest negative, the first of several alike. Anchors without one
 * of them have no triplet. Largest tensors: a few [batch, batch].
 *
 * @param distances [batch, batch]
 */
export function batchHard(distances: Tensor2D, {same, different}: Relations, margin: Margin): Mined {
  const batch = distances.shape[0];
  const farthest = argMax(sub(mul(distances, same), mul(sub(1, same), FAR)), 1) as Tensor1D;
  const nearest = argMin(add(mul(distances, different), mul(sub(1, different), FAR)), 1) as Tensor1D;
  const directions = sub(oneHotPlaces(farthest, batch), oneHotPlaces(nearest, batch));
  const exists = mul(step(sum(same, 1)), step(sum(different, 1)));
  const {losses, slopes} = judge(sum(mul(distances, directions), 1), margin);
  const counted = mul(losses, exists) as Tensor1D;
  return {
    losses: counted,
    slopes: mul(directions, reshape(mul(slopes, exists), [-1, 1])) as Tensor2D,
    chosen: sum(exists) as Scalar,
    active: sum(step(counted)) as Scalar,
  };
}
