import {type Points, squaredDistance} from '@isomargin/neighbours';
import type {Job} from '../job.js';

/** The sum of the distances of each row to the k farthest of the references. */
export function* farthestSums(
  {values, columns}: Points,
  rows: Int32Array,
  references: Int32Array,
  k: number,
): Job<Float64Array> {
  const sums = new Float64Array(rows.length);
  const most = new Float64Array(k);
  for (let i = 0; i < rows.length; ++i) {
    most.fill(-1);
    for (const reference of references) {
      const squared = squaredDistance(values, rows[i]! * columns, values, reference * columns, columns);
      if (squared <= most[0]!) continue;
      let at = 0;
      for (; at + 1 < k && most[at + 1]! < squared; ++at) most[at] = most[at + 1]!;
      most[at] = squared;
    }
    sums[i] = most.reduce((sum, squared) => sum + Math.sqrt(squared), 0);
    if (i % 16 === 0) yield {stage: 'farthest rows', done: i, total: rows.length};
  }
  return sums;
}
