import {
  add,
  concat,
  mean,
  mul,
  relu,
  reshape,
  type Scalar,
  sigmoid,
  slice,
  softplus,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import type {Relations} from '../relations.js';
import type {Margin, Mined} from './mined.js';
import {sortTogether} from './ranks.js';

/**
 * Every triplet of the batch, up to batch³ of them, without a tensor of that size: see the two functions below.
 *
 * @param distances [batch, batch]
 */
export function allTriplets(distances: Tensor2D, relations: Relations, margin: Margin): Mined {
  const {same, different} = relations;
  const chosen = sum(mul(sum(same, 1), sum(different, 1))) as Scalar;
  return margin === 'soft'
    ? {...softLosses(distances, relations), chosen, active: chosen}
    : {...hingeLosses(distances, relations, margin), chosen};
}

/**
 * An anchor's Σ_p Σ_n max(0, D(a,p) − D(a,n) + m) is linear in its distances, with the numbers of active triplets that a
 * distance takes part in for slopes. These come from sorting D(a,p) + m and D(a,n) together. Largest tensors: a few
 * [batch, 2 · batch].
 */
function hingeLosses(
  distances: Tensor2D,
  {same, different}: Relations,
  margin: number,
): Pick<Mined, 'losses' | 'slopes' | 'active'> {
  const before = sortTogether(
    {keys: distances, members: different},
    {keys: add(distances, margin), members: same},
  );
  // Equal keys are no violation: the negative, of the first group, comes before.
  const perNegative = mul(different, before.first.ofSecond);
  const perPositive = mul(same, sub(sum(different, 1, true), before.second.ofFirst));
  const slopes = sub(perPositive, perNegative) as Tensor2D;
  const active = sum(perPositive, 1);
  // The slopes of an anchor sum to 0: less its mean, a row of large distances keeps its digits.
  const centred = sub(distances, mean(distances, 1, true));
  const losses = relu(add(sum(mul(slopes, centred), 1), mul(active, margin))) as Tensor1D;
  return {losses, slopes, active: sum(active) as Scalar};
}

/** Numbers in the largest tensor of a block of anchors, at least batch². */
const BLOCK = 2 ** 18;

/** An anchor's Σ_p Σ_n log(1 + exp(D(a,p) − D(a,n))), in blocks of anchors. */
function softLosses(distances: Tensor2D, {same, different}: Relations): Pick<Mined, 'losses' | 'slopes'> {
  const batch = distances.shape[0];
  const size = Math.max(1, Math.floor(BLOCK / batch ** 2));
  const losses: Tensor1D[] = [];
  const slopes: Tensor2D[] = [];
  for (let start = 0; start < batch; start += size) {
    const rows = Math.min(size, batch - start);
    const [blockLosses, blockSlopes] = tidy(() => {
      const block = (x: Tensor2D): Tensor2D => slice(x, [start, 0], [rows, batch]);
      const positive = (x: Tensor): Tensor => reshape(x, [rows, batch, 1]);
      const negative = (x: Tensor): Tensor => reshape(x, [rows, 1, batch]);
      const x = block(distances);
      const exists = mul(positive(block(same)), negative(block(different)));
      const gaps = sub(positive(x), negative(x));
      const shares = mul(sigmoid(gaps), exists);
      return [sum(mul(softplus(gaps), exists), [1, 2]), sub(sum(shares, 2), sum(shares, 1))];
    }) as [Tensor1D, Tensor2D];
    losses.push(blockLosses);
    slopes.push(blockSlopes);
  }
  return {losses: concat(losses), slopes: concat(slopes)};
}
