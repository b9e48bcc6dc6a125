import type {Points} from '@isomargin/neighbours';
import type {Job} from '../job.js';
import {blockedNeighbours} from './blocked.js';
import {KdTree} from './kd-tree.js';
import {NearestList} from './nearest-list.js';

/** The nearest rows of some rows. */
export interface Neighbours {
  readonly k: number;
  /** The k nearest of query i, nearest first, from place i·k on. */
  readonly rows: Int32Array;
  /** Their squared distances. */
  readonly squared: Float64Array;
}

/** Queries between two reports. */
const BLOCK = 32;
/** From how many columns and references on blocks are faster than the tree; measured. */
const BLOCKED_COLUMNS = 8;
const BLOCKED_ROWS = 512;

/**
 * The k nearest of the `references` for each of the `queries`, by Euclidean distance in float64. A row is not its
 * own neighbour. Among rows at the same distance the lower row comes first. Exact; memory grows with
 * queries × k, never with queries × references.
 *
 * @param queries rows of `points`
 * @param references rows of `points`, at least k beside a query itself
 */
export function* nearestNeighbours(
  points: Points,
  queries: Int32Array,
  references: Int32Array,
  k: number,
): Job<Neighbours> {
  if (points.columns >= BLOCKED_COLUMNS && references.length >= BLOCKED_ROWS) {
    const near = yield* blockedNeighbours(points, queries, references, k);
    if (near) return near;
  }
  return yield* treeNeighbours(points, queries, references, k);
}

/** The same by a k-d tree alone. */
export function* treeNeighbours(
  points: Points,
  queries: Int32Array,
  references: Int32Array,
  k: number,
): Job<Neighbours> {
  const {values, columns} = points;
  const tree = new KdTree(points, references);
  const rows = new Int32Array(queries.length * k);
  const squared = new Float64Array(queries.length * k);
  const found = new NearestList(k);
  for (const [done, i] of inOrderOf(tree.rows, queries).entries()) {
    found.clear();
    tree.search(values, queries[i]! * columns, queries[i]!, found);
    rows.set(found.rows, i * k);
    squared.set(found.squared, i * k);
    if (done % BLOCK === 0) yield {stage: 'nearest neighbours', done, total: queries.length};
  }
  return {k, rows, squared};
}

/** The places of the queries in the order of the tree, where they are in it: near points use the same memory. */
function inOrderOf(treeRows: Int32Array, queries: Int32Array): Int32Array {
  const places = new Map<number, number>();
  for (let i = 0; i < queries.length; ++i) places.set(queries[i]!, i);
  const order = new Int32Array(queries.length);
  let used = 0;
  for (const row of treeRows) {
    const place = places.get(row);
    if (place === undefined) continue;
    order[used++] = place;
    places.delete(row);
  }
  for (const place of places.values()) order[used++] = place;
  return order;
}
