import type {Job} from '../job.js';
import {boxesOf, boxGap} from './boxes.js';
import {columnMoments} from './column-moments.js';
import {KdTree, type Points, squaredDistance} from './kd-tree.js';
import type {Neighbours} from './nearest.js';
import {NearestList} from './nearest-list.js';
import {BLOCK, scannerFor, TILE} from './scanner.js';

/** The spacing of float32 numbers around 1. */
const EPSILON = 2 ** -23;

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

/** Points around their mean and within the unit ball, in float32, and what the scan must let through. */
interface Frame {
  pointOf(row: number): Float32Array;
  /** The squared length of a point. */
  normOf(row: number): number;
  /** The least q·r − |r|²/2 in float32 of a reference within a squared distance of the query, given |q|². */
  threshold(norm: number, squared: number): number;
}

function frameOf({values, columns}: Points, references: Int32Array, queries: Int32Array): Frame {
  const {means} = columnMoments({values, columns}, references);
  let largest = 0;
  for (const rows of [references, queries]) {
    for (const row of rows) {
      largest = Math.max(largest, squaredDistance(values, row * columns, means, 0, columns));
    }
  }
  const scale = largest > 0 ? 1 / Math.sqrt(largest) : 1;
  const point = new Float32Array(columns);
  // Points lie in the unit ball. Rounding them, and adding up columns + 1 products in any order, errs by less than this.
  const room = (columns + 16) * EPSILON;
  return {
    pointOf(row) {
      for (let j = 0; j < columns; ++j) point[j] = (values[row * columns + j]! - means[j]!) * scale;
      return point;
    },
    normOf: (row) => squaredDistance(values, row * columns, means, 0, columns) * scale * scale,
    threshold(norm, squared) {
      // |q − r|² <= squared is the same as q·r − |r|²/2 >= (|q|² − squared) / 2.
      const least = (norm - squared * scale * scale) / 2;
      return least - room - Math.abs(least) * 4 * EPSILON;
    },
  };
}
