/** Points of a table that are asked for neighbours or found as such. */
export interface Points {
  readonly columns: number;
  /** Row by row; only the rows that are named are read. */
  readonly values: Float32Array | Float64Array;
}

/** The squared distance of two points; more than `bound` where the sum passes it on the way. */
export function squaredDistance(
  a: Float32Array | Float64Array,
  aAt: number,
  b: Float32Array | Float64Array,
  bAt: number,
  columns: number,
  bound: number = Number.POSITIVE_INFINITY,
): number {
  let sum = 0;
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    const d0 = a[aAt + j]! - b[bAt + j]!;
    const d1 = a[aAt + j + 1]! - b[bAt + j + 1]!;
    const d2 = a[aAt + j + 2]! - b[bAt + j + 2]!;
    const d3 = a[aAt + j + 3]! - b[bAt + j + 3]!;
    sum += d0 * d0;
    sum += d1 * d1;
    sum += d2 * d2;
    sum += d3 * d3;
    if (sum > bound) return sum;
  }
  for (; j < columns; ++j) {
    const difference = a[aAt + j]! - b[bAt + j]!;
    sum += difference * difference;
  }
  return sum;
}
