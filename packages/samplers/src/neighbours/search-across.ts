import {BLOCK, squaredDistance, TILE} from '@isomargin/neighbours';
import type {Job} from '../job.js';
import {boxesOf, boxGap} from './boxes.js';
import {NearestLists} from './nearest-lists.js';
import {SCANS, type Search, stage} from './search.js';

/**
 * Fills the lists of queries that are other rows than the references, or few of them: for each tile of queries the
 * nearest blocks first, until no box of references is nearer than what has been found.
 *
 * @param order the queries, those that lie near each other together
 */
export function* searchAcross(
  {points, scanner, frame, lists, slots, ordered, blocks}: Search,
  order: Int32Array,
): Job<void> {
  const {columns, values} = points;
  const {bounds, k} = lists;
  const tiles = boxesOf(points, order, TILE);
  const blockCount = Math.ceil(ordered.length / BLOCK);
  const gaps = new Float64Array(blockCount);
  const norms = new Float64Array(TILE);
  let scans = 0;
  for (let first = 0; first < order.length; first += TILE) {
    const tile = order.subarray(first, first + TILE);
    for (let block = 0; block < blockCount; ++block) {
      gaps[block] = boxGap(tiles, first / TILE, blocks, block, columns);
    }
    scanner.thresholds.fill(Number.NaN);
    for (const [i, row] of tile.entries()) {
      scanner.setQuery(i, frame.pointOf(row));
      norms[i] = frame.normOf(row);
    }
    const offer = (query: number, reference: number, to = lists, slot = slots[tile[query]!]!): void => {
      const row = tile[query]!;
      const other = ordered[reference]!;
      if (other === row) return;
      const bound = to.bounds[slot]!;
      const distance = squaredDistance(values, row * columns, values, other * columns, columns, bound);
      if (distance <= bound) to.offer(slot, other, distance);
    };
    const found = (query: number, reference: number): void => offer(query, reference);
    const nearestFirst = Int32Array.from(gaps.keys()).sort((a, b) => gaps[a]! - gaps[b]!);
    // k points within some distance are found first among a few, so that the first scan lets little through.
    const near = nearestFirst[0]! * BLOCK;
    const few = new NearestLists(tile.length, k);
    for (const [i, row] of tile.entries()) {
      for (let j = near; j < Math.min(near + TILE, ordered.length); ++j) offer(i, j, few, i);
      bounds[slots[row]!] = few.bounds[i]!;
    }
    for (const block of nearestFirst) {
      let farthest = 0;
      for (const [i, row] of tile.entries()) {
        const bound = bounds[slots[row]!]!;
        farthest = Math.max(farthest, bound);
        scanner.thresholds[i] = frame.threshold(norms[i]!, bound);
      }
      if (gaps[block]! > farthest) break;
      scanner.scan(block, found);
      if (++scans % SCANS === 0) yield {stage, done: first, total: order.length};
    }
    yield {stage, done: first, total: order.length};
  }
}
