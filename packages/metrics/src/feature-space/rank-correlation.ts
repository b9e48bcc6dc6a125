import {meanAndDeviation} from './vectors.js';

/** Ranks from 1; equal values share the mean of their ranks. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
    for (let i = first; i < end; i++) ranks[order[i]!] = (first + 1 + end) / 2;
    first = end;
  }
  return ranks;
}

/** Spearman's ρ: the correlation of the ranks; null where one of the two does not vary. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number | null {
  if (a.length < 2) return null;
  const [ranksA, ranksB] = [ranksOf(a), ranksOf(b)];
  const [momentsA, momentsB] = [meanAndDeviation(ranksA), meanAndDeviation(ranksB)];
  const scale = momentsA.deviation * momentsB.deviation * a.length;
  if (!(scale > 0)) return null;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (ranksA[i]! - momentsA.mean) * (ranksB[i]! - momentsB.mean);
  // Rounding must not take a perfect correlation beyond 1.
  return Math.max(-1, Math.min(1, sum / scale));
}
