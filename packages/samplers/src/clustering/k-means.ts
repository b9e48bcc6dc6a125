import {type Points, squaredDistance} from '@isomargin/neighbours';
import {everyRow} from '../input/data.js';
import type {Job} from '../job.js';
import {KdTree} from '../neighbours/kd-tree.js';
import {NearestList} from '../neighbours/nearest-list.js';
import {type Random, uniform, uniformBelow} from '../random.js';

/** Clusters of some rows. */
export interface Clusters {
  /** The mean of each cluster, one after another. */
  readonly centres: Float64Array;
  /** The cluster of each of the rows, in their order. */
  readonly assigned: Int32Array;
}

/** Most rounds of one clustering; it ends before where no row changes its cluster. */
const ROUNDS = 100;

/**
 * k-means by Lloyd's rounds from a k-means++ start (Arthur, Vassilvitskii 2007). A cluster that loses all its rows
 * begins anew at the row that is farthest from its centre.
 *
 * @param k clusters, at most as many as rows
 */
export function* kMeans(points: Points, rows: Int32Array, k: number, random: Random): Job<Clusters> {
  const {columns} = points;
  const centres = yield* start(points, rows, k, random);
  const assigned = new Int32Array(rows.length).fill(-1);
  for (let round = 0; round < ROUNDS; ++round) {
    const changed = yield* assign(points, rows, {centres, assigned}, k, round);
    if (changed === 0) break;
    moveCentres(points, rows, {centres, assigned}, k, columns);
  }
  return {centres, assigned};
}

function* start({values, columns}: Points, rows: Int32Array, k: number, random: Random): Job<Float64Array> {
  const centres = new Float64Array(k * columns);
  const nearest = new Float64Array(rows.length).fill(Number.POSITIVE_INFINITY);
  let chosen = uniformBelow(random, rows.length);
  for (let cluster = 0; cluster < k; ++cluster) {
    const from = rows[chosen]! * columns;
    for (let j = 0; j < columns; ++j) centres[cluster * columns + j] = values[from + j]!;
    let sum = 0;
    for (let i = 0; i < rows.length; ++i) {
      const squared = squaredDistance(values, rows[i]! * columns, values, from, columns, nearest[i]);
      if (squared < nearest[i]!) nearest[i] = squared;
      sum += nearest[i]!;
    }
    chosen = drawn(nearest, sum, random);
    yield {stage: 'k-means++', done: cluster + 1, total: k};
  }
  return centres;
}

/** A place, drawn in proportion to the weights; uniformly where all are 0. */
function drawn(weights: Float64Array, sum: number, random: Random): number {
  let left = uniform(random) * sum;
  for (let i = 0; i < weights.length; ++i) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return uniformBelow(random, weights.length);
}

function* assign(
  {values, columns}: Points,
  rows: Int32Array,
  {centres, assigned}: Clusters,
  k: number,
  round: number,
): Job<number> {
  const tree = new KdTree({values: centres, columns}, everyRow(k));
  const found = new NearestList(1);
  let changed = 0;
  for (let i = 0; i < rows.length; ++i) {
    found.clear();
    tree.search(values, rows[i]! * columns, -1, found);
    if (assigned[i] !== found.rows[0]) {
      assigned[i] = found.rows[0]!;
      ++changed;
    }
    if (i % 64 === 0) yield {stage: `k-means, round ${round + 1}`, done: i, total: rows.length};
  }
  return changed;
}

function moveCentres(
  {values}: Points,
  rows: Int32Array,
  {centres, assigned}: Clusters,
  k: number,
  columns: number,
): void {
  const counts = new Float64Array(k);
  const sums = new Float64Array(centres.length);
  for (let i = 0; i < rows.length; ++i) {
    counts[assigned[i]!]!++;
    for (let j = 0; j < columns; ++j) {
      sums[assigned[i]! * columns + j]! += values[rows[i]! * columns + j]!;
    }
  }
  const taken = new Set<number>();
  for (let cluster = 0; cluster < k; ++cluster) {
    const at = cluster * columns;
    if (counts[cluster]! > 0) {
      for (let j = 0; j < columns; ++j) centres[at + j] = sums[at + j]! / counts[cluster]!;
      continue;
    }
    const row = rows[farthest({values, columns}, rows, {centres, assigned}, taken)]!;
    for (let j = 0; j < columns; ++j) centres[at + j] = values[row * columns + j]!;
  }
}

function farthest(
  {values, columns}: Points,
  rows: Int32Array,
  {centres, assigned}: Clusters,
  taken: Set<number>,
): number {
  let best = 0;
  let most = -1;
  for (let i = 0; i < rows.length; ++i) {
    if (taken.has(i)) continue;
    const squared = squaredDistance(values, rows[i]! * columns, centres, assigned[i]! * columns, columns);
    if (squared > most) {
      most = squared;
      best = i;
    }
  }
  taken.add(best);
  return best;
}
