import {BLOCK, frameOf, type Points, scannerFor, squaredDistance, TILE} from '@isomargin/neighbours';
import {type Matrix, type ReadMatrix, readMatrix} from '../input/numbers.js';
import {checkKnown, checkWhole} from '../input/options.js';
import {firstCentres} from './first-centres.js';

/** Options of k-means. */
export interface KMeansOptions {
  /** How many clusters: 1 to n. */
  clusters: number;
  /** Seed of the start: a whole number from 0 to 2³² − 1, default 0. */
  seed?: number;
  /** Most rounds; it ends before where no row changes its cluster. At least 1, default 20. */
  rounds?: number;
}

/** Clusters of rows. */
export interface KMeans {
  /** The cluster of each row, [n]: that of the nearest centre, of equally near ones the first. */
  clusters: Int32Array;
  /** The centre of each cluster, [clusters, d]: its mean, but for rounds that `rounds` cut off. */
  centres: {data: Float64Array; shape: [rows: number, columns: number]};
  /** The sum of the squared distances of the rows to their centres. */
  inertia: number;
  /** The rounds that were made. */
  rounds: number;
}

/** Rows and, behind them, centres in one table. */
interface Table extends Points {
  values: Float64Array;
  rows: number;
  clusters: number;
}

interface Assignment {
  clusters: Int32Array;
  squared: Float64Array;
}

/**
 * k-means by Lloyd's rounds from a k-means++ start: clusters to hold against classes, by NMI or AMI. A cluster that
 * loses all rows begins anew at the row that is farthest from its centre. The same seed gives the same clusters.
 *
 * (No package was taken: those at hand cannot start where rows are equal, and compare every row with every centre one
 * number at a time.)
 *
 * @param embeddings [n, d]
 * @throws RangeError or TypeError where an entry is not finite, or an option is missing or not allowed
 * Source: Arthur, Vassilvitskii, "k-means++: the advantages of careful seeding", 2007.
 */
export function kMeans(embeddings: Matrix, options: KMeansOptions): KMeans {
  checkKnown(options, ['clusters', 'seed', 'rounds']);
  const matrix = readMatrix('embeddings', embeddings);
  const {clusters, seed = 0, rounds: most = 20} = options;
  checkWhole('clusters', clusters, 1, matrix.rows);
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
  checkWhole('rounds', most, 1);
  const table = tableOf(matrix, clusters, seed);
  const found: Assignment = {
    clusters: new Int32Array(matrix.rows).fill(-1),
    squared: new Float64Array(matrix.rows),
  };
  let rounds = 0;
  let changed = assign(table, found);
  while (changed && rounds < most) {
    rounds++;
    moveCentres(table, found);
    changed = assign(table, found);
  }
  return {
    clusters: found.clusters,
    centres: {
      data: table.values.slice(matrix.rows * matrix.columns),
      shape: [clusters, matrix.columns],
    },
    inertia: found.squared.reduce((sum, squared) => sum + squared, 0),
    rounds,
  };
}

function tableOf({rows, columns, data}: ReadMatrix, clusters: number, seed: number): Table {
  const values = new Float64Array((rows + clusters) * columns);
  values.set(data);
  const points = {values, columns};
  for (const [cluster, row] of firstCentres(points, rows, clusters, seed).entries())
    values.copyWithin((rows + cluster) * columns, row * columns, (row + 1) * columns);
  return {...points, rows, clusters};
}

/** Gives each row its nearest centre; whether that changed any. */
function assign(table: Table, found: Assignment): boolean {
  const {values, columns, rows, clusters} = table;
  const scanned = scannedCandidates(table);
  let changed = false;
  for (let row = 0; row < rows; row++) {
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    const offer = (cluster: number): number => {
      const at = (rows + cluster) * columns;
      const squared = squaredDistance(values, row * columns, values, at, columns, least);
      if (squared < least || (squared === least && cluster < nearest)) {
        least = squared;
        nearest = cluster;
      }
      return least;
    };
    if (scanned) scanned(row, offer);
    else for (let cluster = 0; cluster < clusters; cluster++) offer(cluster);
    if (found.clusters[row] !== nearest) changed = true;
    found.clusters[row] = nearest;
    found.squared[row] = least;
  }
  return changed;
}

/**
 * Offers each row, in their order, the centres that may be nearest by their scores in float32: the best one first, then
 * those that its distance does not rule out.
 */
function scannedCandidates(
  table: Table,
): ((row: number, offer: (cluster: number) => number) => void) | undefined {
  const {rows, clusters, columns} = table;
  const scanner = scannerFor(clusters, columns);
  if (!scanner) return undefined;
  const every = Int32Array.from({length: rows}, (_, row) => row);
  const centres = Int32Array.from({length: clusters}, (_, cluster) => rows + cluster);
  const frame = frameOf(table, centres, every);
  for (const [place, row] of centres.entries()) scanner.setReference(place, frame.pointOf(row));
  const blocks = Math.ceil(clusters / BLOCK);
  const width = blocks * BLOCK;
  const scores = new Float32Array(TILE * width);
  return (row, offer) => {
    if (row % TILE === 0) {
      const tile = every.subarray(row, row + TILE);
      for (const [i, own] of tile.entries()) scanner.setQuery(i, frame.pointOf(own));
      for (let block = 0; block < blocks; block++) {
        const found = scanner.score(block);
        for (let i = 0; i < tile.length; i++)
          scores.set(found.subarray(i * BLOCK, (i + 1) * BLOCK), i * width + block * BLOCK);
      }
    }
    const from = (row % TILE) * width;
    let best = 0;
    for (let cluster = 1; cluster < clusters; cluster++)
      if (scores[from + cluster]! > scores[from + best]!) best = cluster;
    const threshold = frame.threshold(frame.normOf(row), offer(best));
    for (let cluster = 0; cluster < clusters; cluster++)
      if (cluster !== best && scores[from + cluster]! >= threshold) offer(cluster);
  };
}

function moveCentres({values, columns, rows, clusters}: Table, found: Assignment): void {
  const counts = new Float64Array(clusters);
  const sums = new Float64Array(clusters * columns);
  for (let row = 0; row < rows; row++) {
    const cluster = found.clusters[row]!;
    counts[cluster]!++;
    for (let j = 0; j < columns; j++) sums[cluster * columns + j]! += values[row * columns + j]!;
  }
  const taken = new Set<number>();
  for (let cluster = 0; cluster < clusters; cluster++) {
    const at = (rows + cluster) * columns;
    const count = counts[cluster]!;
    if (count > 0) for (let j = 0; j < columns; j++) values[at + j] = sums[cluster * columns + j]! / count;
    else {
      const row = farthest(found.squared, taken);
      values.copyWithin(at, row * columns, (row + 1) * columns);
    }
  }
}

/** The row that is farthest from its centre, of those that are not taken yet; takes it. */
function farthest(squared: Float64Array, taken: Set<number>): number {
  let row = -1;
  for (let other = 0; other < squared.length; other++)
    if (!taken.has(other) && (row < 0 || squared[other]! > squared[row]!)) row = other;
  taken.add(row);
  return row;
}
