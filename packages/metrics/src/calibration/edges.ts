import type {Floats} from '../scores/sort-keys.js';

/**
 * The edges of bins of equal width in [0, 1]: [bins + 1]. They are multiples of 1 / bins as numpy's linspace has them,
 * which are not always i / bins: a probability that is an edge is in the bin that scikit-learn puts it in.
 */
export function uniformEdges(bins: number): Float64Array {
  const width = 1 / bins;
  const edges = Float64Array.from({length: bins + 1}, (_, i) => i * width);
  edges[bins] = 1;
  return edges;
}

/**
 * The edges of bins with equally many values: [bins + 1]. Quantiles between two values are interpolated in the order
 * of operations that numpy's percentile has, because one rounding more moves all values equal to an edge.
 *
 * @param values any order; at least one
 */
export function quantileEdges(values: Floats, bins: number): Float64Array {
  const sorted = Float64Array.from(values).sort();
  return uniformEdges(bins).map((share) => quantile(sorted, (share * 100) / 100));
}

/** The quantile of ascending values at a share of 0 to 1, interpolated. */
export function quantile(sorted: Float64Array, share: number): number {
  const last = sorted.length - 1;
  const place = last * share;
  if (place >= last) return sorted[last] as number;
  const before = Math.floor(place);
  const low = sorted[before] as number;
  const high = sorted[before + 1] as number;
  const part = place - before;
  return part >= 0.5 ? high - (high - low) * (1 - part) : low + (high - low) * part;
}

/** The bin of a value: (from, to], the first with its lower edge, and the last with all above. */
export function binOf(edges: Float64Array, value: number): number {
  let from = 0;
  let to = edges.length - 2;
  // Where the bins are of equal width, mostly right.
  const likely = Math.min(to, Math.floor(value * (to + 1)));
  const isAbove = likely === 0 || (edges[likely] as number) < value;
  if (isAbove && (likely === to || value <= (edges[likely + 1] as number))) return likely;
  // The number of inner edges below the value.
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((edges[middle + 1] as number) < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
