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

/**
 * The squared distances of a point and some rows, each the very number that `squaredDistance` gives. Four rows go side by
 * side, so that no sum waits for another one's addition.
 *
 * @param at where the point begins
 * @param rows of them the first `count`
 */
export function squaredDistances(
  {values, columns}: Points,
  at: number,
  rows: Int32Array,
  count: number,
  squared: Float64Array,
): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const a = rows[i]! * columns;
    const b = rows[i + 1]! * columns;
    const c = rows[i + 2]! * columns;
    const d = rows[i + 3]! * columns;
    let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
    for (let j = 0; j < columns; ++j) {
      const value = values[at + j]!;
      const toA = value - values[a + j]!;
      const toB = value - values[b + j]!;
      const toC = value - values[c + j]!;
      const toD = value - values[d + j]!;
      sumA += toA * toA;
      sumB += toB * toB;
      sumC += toC * toC;
      sumD += toD * toD;
    }
    squared[i] = sumA;
    squared[i + 1] = sumB;
    squared[i + 2] = sumC;
    squared[i + 3] = sumD;
  }
  for (; i < count; ++i) squared[i] = squaredDistance(values, at, values, rows[i]! * columns, columns);
}
