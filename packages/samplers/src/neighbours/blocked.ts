import {BLOCK, frameOf, type Points, scannerFor, TILE} from '@isomargin/neighbours';
import type {Job} from '../job.js';
import {boxesOf} from './boxes.js';
import {nearOrder} from './near-order.js';
import type {Neighbours} from './nearest.js';
import {NearestLists} from './nearest-lists.js';
import {type Search, stage} from './search.js';
import {searchAcross} from './search-across.js';
import {searchAmong} from './search-among.js';

/**
 * The k nearest by blocks: tiles of queries against blocks of references. Within a block a scan in float32 leaves out
 * what cannot be among the nearest, with room for its rounding; what remains is measured in float64. So the answer is
 * that of the k-d tree.
 *
 * @returns nothing where the scan cannot be had
 */
export function* blockedNeighbours(
  points: Points,
  queries: Int32Array,
  references: Int32Array,
  k: number,
): Job<Neighbours | undefined> {
  const scanner = scannerFor(references.length, points.columns);
  if (!scanner) return undefined;
  const ordered = nearOrder(points, references, TILE);
  const frame = frameOf(points, references, queries);
  yield {stage, done: 0, total: queries.length};
  for (let i = 0; i < ordered.length; ++i) scanner.setReference(i, frame.pointOf(ordered[i]!));
  yield {stage, done: 0, total: queries.length};
  const lists = new NearestLists(queries.length, k);
  const slots = new Int32Array(points.values.length / points.columns).fill(-1);
  for (let i = 0; i < queries.length; ++i) slots[queries[i]!] = i;
  const search: Search = {
    points,
    scanner,
    frame,
    lists,
    slots,
    ordered,
    blocks: boxesOf(points, ordered, BLOCK),
  };
  let both = 0;
  for (const row of references) if (slots[row]! >= 0) ++both;
  // Where most of the references are queries, too, each pair is looked at once for both.
  if (both === queries.length && both > references.length / 2) yield* searchAmong(search);
  else yield* searchAcross(search, nearOrder(points, queries, TILE));
  return {k, rows: lists.rows, squared: lists.squared};
}
