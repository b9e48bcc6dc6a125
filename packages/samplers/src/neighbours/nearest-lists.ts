import {insertNearest} from './nearest-list.js';

/** The k nearest so far of many points: sorted by distance, among equal ones by row. */
export class NearestLists {
  /** The rows found for point i, from place i·k on; −1 where none has been found yet. */
  readonly rows: Int32Array;
  readonly squared: Float64Array;
  /** A candidate that is farther than this from point i has no place. */
  readonly bounds: Float64Array;

  constructor(
    count: number,
    readonly k: number,
  ) {
    this.rows = new Int32Array(count * k).fill(-1);
    this.squared = new Float64Array(count * k).fill(Number.POSITIVE_INFINITY);
    this.bounds = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  }

  offer(point: number, row: number, squared: number): void {
    const {k} = this;
    insertNearest(this.rows, this.squared, point * k, k, row, squared);
    const farthest = this.squared[point * k + k - 1]!;
    if (farthest < this.bounds[point]!) this.bounds[point] = farthest;
  }
}
