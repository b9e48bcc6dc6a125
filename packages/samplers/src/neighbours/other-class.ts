import type {Data} from '../input/data.js';
import {everyRow} from '../input/data.js';
import type {Job} from '../job.js';
import {nearestNeighbours} from './nearest.js';

/** For each of some rows, how many of its k nearest among all rows are of another class. */
export function* countOtherClass({table, classes}: Data, rows: Int32Array, k: number): Job<Int32Array> {
  const near = yield* nearestNeighbours(table, rows, everyRow(table.count), k);
  const counts = new Int32Array(rows.length);
  for (let i = 0; i < near.rows.length; ++i) {
    const place = Math.floor(i / k);
    if (classes.codes[near.rows[i]!] !== classes.codes[rows[place]!]) counts[place]!++;
  }
  return counts;
}
