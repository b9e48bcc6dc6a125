import type {Points} from '@isomargin/neighbours';
import {partition} from './kd-tree.js';

/**
 * Rows in the order of the leaves of a k-d tree: halved in the column in which they spread most, and their halves
 * again. Runs of them lie near each other.
 *
 * @param leaf the size of a run that is not halved any more
 */
export function nearOrder({values, columns}: Points, rows: Int32Array, leaf: number): Int32Array {
  const order = rows.slice();
  const low = new Float64Array(columns);
  const high = new Float64Array(columns);
  const halve = (start: number, end: number): void => {
    if (end - start <= leaf) return;
    low.fill(Number.POSITIVE_INFINITY);
    high.fill(Number.NEGATIVE_INFINITY);
    for (let i = start; i < end; ++i) {
      const from = order[i]! * columns;
      for (let j = 0; j < columns; ++j) {
        const value = values[from + j]!;
        if (value < low[j]!) low[j] = value;
        if (value > high[j]!) high[j] = value;
      }
    }
    let widest = 0;
    for (let j = 1; j < columns; ++j) if (high[j]! - low[j]! > high[widest]! - low[widest]!) widest = j;
    if (!(high[widest]! > low[widest]!)) return;
    // A multiple of the leaf, so that runs of its size do not reach over the halves.
    const middle = start + Math.ceil((end - start) / 2 / leaf) * leaf;
    partition(order, values, columns, widest, start, end - 1, middle);
    halve(start, middle);
    halve(middle, end);
  };
  halve(0, order.length);
  return order;
}
