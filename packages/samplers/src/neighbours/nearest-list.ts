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
    const {rows, squared: kept, k} = this;
    let at = k - 1;
    if (squared > kept[at]! || (squared === kept[at]! && row > rows[at]! && rows[at]! >= 0)) return;
    while (at > 0 && (squared < kept[at - 1]! || (squared === kept[at - 1]! && row < rows[at - 1]!))) {
      kept[at] = kept[at - 1]!;
      rows[at] = rows[at - 1]!;
      --at;
    }
    kept[at] = squared;
    rows[at] = row;
    if (kept[k - 1]! < this.bound) this.bound = kept[k - 1]!;
  }
}
