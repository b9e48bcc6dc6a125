/**
 * The k nearest so far of one point: sorted by distance, among equal ones by row, so that the answer does not
 * depend on the order in which they are found.
 */
export class NearestList {
  readonly rows: Int32Array;
  readonly squared: Float64Array;
  /** A candidate that is farther than this has no place. */
  bound: number = Number.POSITIVE_INFINITY;

  constructor(readonly k: number) {
    this.rows = new Int32Array(k);
    this.squared = new Float64Array(k);
    this.clear();
  }

  /** Forgets what was found. A squared distance within which k points are known to lie may stay as the bound. */
  clear(bound: number = Number.POSITIVE_INFINITY): void {
    this.rows.fill(-1);
    this.squared.fill(Number.POSITIVE_INFINITY);
    this.bound = bound;
  }

  offer(row: number, squared: number): void {
    insertNearest(this.rows, this.squared, 0, this.k, row, squared);
    const farthest = this.squared[this.k - 1]!;
    if (farthest < this.bound) this.bound = farthest;
  }
}

/** Puts a row in its place among the k from `first` on, if it has one: sorted by distance, then by row. */
export function insertNearest(
  rows: Int32Array,
  squared: Float64Array,
  first: number,
  k: number,
  row: number,
  distance: number,
): void {
  let at = first + k - 1;
  if (distance > squared[at]! || (distance === squared[at]! && row > rows[at]! && rows[at]! >= 0)) return;
  while (
    at > first &&
    (distance < squared[at - 1]! || (distance === squared[at - 1]! && row < rows[at - 1]!))
  ) {
    squared[at] = squared[at - 1]!;
    rows[at] = rows[at - 1]!;
    --at;
  }
  squared[at] = distance;
  rows[at] = row;
}
