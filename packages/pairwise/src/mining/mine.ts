import {allTriplets} from './all-triplets.js';
import type {Anchor, Tally} from './anchor.js';
import {batchHard} from './batch-hard.js';
import type {Margin} from './margin.js';
import {type SemiHardFallback, semiHard} from './semi-hard.js';

/** Which triplets of a batch a loss is made of. */
export type Mining = 'all' | 'batch-hard' | 'semi-hard';

/** How triplets are chosen and judged. */
export interface MiningOptions {
  readonly margin: Margin;
  readonly mining: Mining;
  readonly semiHardFallback: SemiHardFallback;
}

/** The triplets that mining chose in a batch, summed up by anchor. */
export interface Mined {
  /** Sum of the losses of each anchor's triplets, [batch]. */
  readonly losses: Float64Array;
  /** Derivatives of an anchor's sum with respect to its distances to all others, [batch · batch]. */
  readonly slopes: Float64Array;
  /** How many triplets were chosen. */
  readonly chosen: number;
  /** How many of them have a loss above 0. */
  readonly active: number;
}

/**
 * Chooses the triplets of a batch and computes their losses. On the host, because tfjs's own kernels for sorting run there too and
 * plain loops over a row are faster than the many kernels around them; nothing is larger than [batch, batch].
 *
 * @param distances [batch · batch], >= 0; where one is not a number, so is every loss
 * @param classOf [batch]
 */
export function mine(distances: Float64Array, classOf: Int32Array, options: MiningOptions): Mined {
  const batch = classOf.length;
  const losses = new Float64Array(batch);
  const slopes = new Float64Array(batch ** 2);
  let [chosen, active] = [0, 0];
  if (distances.some(Number.isNaN)) {
    return {losses: losses.fill(Number.NaN), slopes: slopes.fill(Number.NaN), chosen, active};
  }
  const everyone = Array.from(classOf.keys());
  for (const [at, own] of classOf.entries()) {
    const anchor: Anchor = {
      distances: distances.subarray(at * batch, (at + 1) * batch),
      positives: everyone.filter((i) => classOf[i] === own && i !== at),
      negatives: everyone.filter((i) => classOf[i] !== own),
    };
    if (anchor.positives.length === 0 || anchor.negatives.length === 0) continue;
    const tally = tripletsOf(anchor, options, slopes.subarray(at * batch, (at + 1) * batch));
    losses[at] = tally.loss;
    chosen += tally.chosen;
    active += tally.active;
  }
  return {losses, slopes, chosen, active};
}

function tripletsOf(
  anchor: Anchor,
  {margin, mining, semiHardFallback}: MiningOptions,
  slopes: Float64Array,
): Tally {
  if (mining === 'all') return allTriplets(anchor, margin, slopes);
  if (mining === 'batch-hard') return batchHard(anchor, margin, slopes);
  return semiHard(anchor, margin, semiHardFallback, slopes);
}
