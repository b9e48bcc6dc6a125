import type {ThresholdCounts} from '../scores/threshold-counts.js';

/** Pairs sorted once, to be counted with many weights. */
export interface Ranked {
  /** The pairs, by descending similarity. */
  order: Int32Array;
  /** Distinct similarities, descending. */
  thresholds: Float64Array;
  /** Where in `order` the pairs of a threshold end: [thresholds]. */
  ends: Int32Array;
  /** By pair: 1 for same. */
  same: Uint8Array;
}

export function rank(same: Uint8Array, similarities: ArrayLike<number>): Ranked {
  const at = (pair: number): number => similarities[pair] as number;
  const order = Int32Array.from({length: same.length}, (_, pair) => pair).sort((a, b) => at(b) - at(a));
  const thresholds: number[] = [];
  const ends: number[] = [];
  for (let i = 0; i < order.length; i++) {
    const value = at(order[i] as number);
    if (i + 1 < order.length && at(order[i + 1] as number) === value) continue;
    thresholds.push(value);
    ends.push(i + 1);
  }
  return {order, thresholds: Float64Array.from(thresholds), ends: Int32Array.from(ends), same};
}

/** Counts of the pairs (or their weights) at every threshold; of those pairs for which `isIn` holds. */
export function countRanked(
  {order, thresholds, ends, same}: Ranked,
  weights?: ArrayLike<number>,
  isIn?: (pair: number) => boolean,
): ThresholdCounts {
  const truePositives = new Float64Array(thresholds.length);
  const falsePositives = new Float64Array(thresholds.length);
  let [positives, negatives, at] = [0, 0, 0];
  for (let t = 0; t < thresholds.length; t++) {
    for (; at < (ends[t] as number); at++) {
      const pair = order[at] as number;
      if (isIn && !isIn(pair)) continue;
      const weight = weights ? (weights[pair] as number) : 1;
      if (same[pair] === 1) positives += weight;
      else negatives += weight;
    }
    truePositives[t] = positives;
    falsePositives[t] = negatives;
  }
  return {thresholds, truePositives, falsePositives, positives, negatives};
}
