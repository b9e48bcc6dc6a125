/** An example of a batch with its distances to all others. */
export interface Anchor {
  /** [batch] */
  readonly distances: ArrayLike<number>;
  /** The other examples of its class. */
  readonly positives: readonly number[];
  /** The examples of other classes. */
  readonly negatives: readonly number[];
}

/** The triplets of an anchor that mining chose. */
export interface Tally {
  /** Sum of their losses. */
  readonly loss: number;
  /** How many there are. */
  readonly chosen: number;
  /** How many of them have a loss above 0. */
  readonly active: number;
}

/** Places of an anchor's distances from near to far; of equal ones the first first. */
export function fromNearToFar(places: readonly number[], distances: ArrayLike<number>): Int32Array {
  return Int32Array.from(places).sort((a, b) => distances[a]! - distances[b]! || a - b);
}

/** How many of sorted places have distances for which `isBefore` holds, which must hold for the first ones alone. */
export function countBefore(
  sorted: Int32Array,
  distances: ArrayLike<number>,
  isBefore: (distance: number) => boolean,
): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(distances[sorted[middle]!]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
