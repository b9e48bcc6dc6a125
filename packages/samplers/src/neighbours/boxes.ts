import type {Points} from '@isomargin/neighbours';

/** The tight boxes of runs of rows: lower corner, then upper corner. */
export function boxesOf({values, columns}: Points, rows: Int32Array, run: number): Float64Array {
  const boxes = new Float64Array(Math.ceil(rows.length / run) * 2 * columns);
  for (let i = 0; i < rows.length; ++i) {
    const low = Math.floor(i / run) * 2 * columns;
    const from = rows[i]! * columns;
    for (let j = 0; j < columns; ++j) {
      const value = values[from + j]!;
      if (i % run === 0 || value < boxes[low + j]!) boxes[low + j] = value;
      if (i % run === 0 || value > boxes[low + columns + j]!) boxes[low + columns + j] = value;
    }
  }
  return boxes;
}

/** The least squared distance of points in two boxes; rounded never above that of the points themselves. */
export function boxGap(
  a: Float64Array,
  aBox: number,
  b: Float64Array,
  bBox: number,
  columns: number,
): number {
  const aLow = aBox * 2 * columns;
  const bLow = bBox * 2 * columns;
  let sum = 0;
  for (let j = 0; j < columns; ++j) {
    const gap = Math.max(a[aLow + j]! - b[bLow + columns + j]!, b[bLow + j]! - a[aLow + columns + j]!, 0);
    sum += gap * gap;
  }
  return sum;
}
