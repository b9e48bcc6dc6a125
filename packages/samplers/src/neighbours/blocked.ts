import {BLOCK, frameOf, type Points, scannerFor, squaredDistance, TILE} from '@isomargin/neighbours';
import type {Job} from '../job.js';
import {boxesOf, boxGap} from './boxes.js';
import {KdTree} from './kd-tree.js';
import type {Neighbours} from './nearest.js';
import {NearestList} from './nearest-list.js';

/**
 * The k nearest by blocks: tiles of queries against blocks of references, the nearest blocks first, until no box of
 * references is nearer than what has been found. Within a block a scan in float32 leaves out what cannot be among the
 * nearest, with room for its rounding; what remains is measured in float64. So the answer is that of the k-d tree.
 *
 * @returns nothing where the scan cannot be had
 */
export function* blockedNeighbours(
  points: Points,
  queries: Int32Array,
  references: Int32Array,
  k: number,
): Job<Neighbours | undefined> {
  const {columns, values} = points;
  const scanner = scannerFor(references.length, columns);
  if (!scanner) return undefined;
  const ordered = new KdTree(points, references).rows;
  const order = queries === references ? ordered : new KdTree(points, queries).rows;
  const places = new Map(Array.from(queries, (row, place) => [row, place]));
  const frame = frameOf(points, references, queries);
  for (let i = 0; i < ordered.length; ++i) scanner.setReference(i, frame.pointOf(ordered[i]!));
  const blocks = boxesOf(points, ordered, BLOCK);
  const tiles = boxesOf(points, order, TILE);
  const blockCount = Math.ceil(ordered.length / BLOCK);
  const rows = new Int32Array(queries.length * k);
  const squared = new Float64Array(queries.length * k);
  const lists = Array.from({length: TILE}, () => new NearestList(k));
  const gaps = new Float64Array(blockCount);
  const norms = new Float64Array(TILE);
  for (let first = 0; first < order.length; first += TILE) {
    const tile = order.subarray(first, first + TILE);
    for (let block = 0; block < blockCount; ++block) {
      gaps[block] = boxGap(tiles, first / TILE, blocks, block, columns);
    }
    for (const list of lists) list.clear();
    scanner.thresholds.fill(Number.NaN);
    for (const [i, row] of tile.entries()) {
      scanner.setQuery(i, frame.pointOf(row));
      norms[i] = frame.normOf(row);
    }
    const offer = (query: number, reference: number): void => {
      const row = tile[query]!;
      const other = ordered[reference]!;
      if (other === row) return;
      const list = lists[query]!;
      const distance = squaredDistance(values, row * columns, values, other * columns, columns, list.bound);
      if (distance <= list.bound) list.offer(other, distance);
    };
    // k points within some distance are found first among a few, so that the first scan lets little through.
    const near = queries === references ? first : nearestBlock(gaps) * BLOCK;
    const few = Math.min(near + TILE, ordered.length);
    for (let i = 0; i < tile.length; ++i) {
      for (let reference = near; reference < few; ++reference) offer(i, reference);
      lists[i]!.clear(lists[i]!.bound);
    }
    const nearestFirst = Int32Array.from(gaps.keys()).sort((a, b) => gaps[a]! - gaps[b]!);
    for (const block of nearestFirst) {
      let farthest = 0;
      for (let i = 0; i < tile.length; ++i) {
        const {bound} = lists[i]!;
        farthest = Math.max(farthest, bound);
        scanner.thresholds[i] = frame.threshold(norms[i]!, bound);
      }
      if (gaps[block]! > farthest) break;
      scanner.scan(block, offer);
    }
    for (const [i, row] of tile.entries()) {
      rows.set(lists[i]!.rows, places.get(row)! * k);
      squared.set(lists[i]!.squared, places.get(row)! * k);
    }
    yield {stage: 'nearest neighbours', done: first, total: order.length};
  }
  return {k, rows, squared};
}

const nearestBlock = (gaps: Float64Array): number =>
  gaps.indexOf(gaps.reduce((least, gap) => Math.min(least, gap)));
