import {squaredDistance} from '@isomargin/neighbours';
import {type Groups, readGroups} from '../feature-space/groups.js';
import {directionsOf} from '../feature-space/vectors.js';
import type {Labels} from '../input/labels.js';
import type {Matrix} from '../input/numbers.js';
import {checkChoice, checkKnown, refuse} from '../input/options.js';

/** Options of the silhouette. */
export interface SilhouetteOptions {
  /** Default 'euclidean'; 'cosine' is 1 − cosine, with a row of zeros at distance 1 from all. */
  distance?: 'euclidean' | 'cosine';
}

/** How much nearer examples are to their own class than to the nearest other one. */
export interface Silhouette {
  /** (b − a) / max(a, b) of each example, [n], −1 to 1; 0 for the only example of a class, and where a = b = 0. */
  samples: Float64Array;
  /** Its mean over the examples. */
  mean: number;
  /** Its mean over the means of the classes, so that a rare class counts as much as a common one. */
  macro: number;
  /** Its mean over each class, ascending. */
  perClass: {label: number; count: number; silhouette: number}[];
}

/** Sums of distances that are held at once. */
const HELD = 8e6;

/**
 * The silhouette: a is an example's mean distance to the others of its class, b the least mean distance to another class.
 * Works for classes and for clusters. Every pair of examples is measured ('euclidean', in float64; no matrix of all
 * distances is made), so time grows with n²; with 'cosine' it grows with n × classes.
 *
 * @param embeddings [n, d]
 * @param labels classes or clusters, [n], or rows [n, classes]
 * @throws RangeError or TypeError where lengths differ, an entry is not finite, a label or an option is not allowed, or
 *   there are fewer than 2 or more than n − 1 classes
 * Source: Rousseeuw, "Silhouettes: a graphical aid", 1987; scikit-learn's `silhouette_samples`.
 */
export function silhouette(embeddings: Matrix, labels: Labels, options: SilhouetteOptions = {}): Silhouette {
  checkKnown(options, ['distance']);
  const {distance = 'euclidean'} = options;
  checkChoice('distance', distance, ['euclidean', 'cosine']);
  const groups = presentOnly(readGroups(embeddings, labels, {}));
  const {rows, counts} = groups;
  if (counts.length < 2 || counts.length >= rows)
    refuse(
      'labels',
      `of ${counts.length} classes`,
      `2 to ${rows - 1} are needed, fewer than the ${rows} examples`,
    );
  const samples = new Float64Array(rows);
  const finish = (row: number, sums: Float64Array, at: number): void => {
    samples[row] = silhouetteOf(groups, row, sums, at);
  };
  if (distance === 'cosine') cosineSums(groups, finish);
  else euclideanSums(groups, finish);
  return summary(groups, samples);
}

/** One-hot labels may have columns for classes without examples. */
function presentOnly(groups: Groups): Groups {
  const present = [...groups.counts.keys()].filter((code) => groups.counts[code]! > 0);
  const places = new Map(present.map((code, place) => [code, place]));
  return {
    ...groups,
    labels: present.map((code) => groups.labels[code]!),
    counts: Int32Array.from(present, (code) => groups.counts[code]!),
    codes: groups.codes.map((code) => places.get(code)!),
  };
}

/** The silhouette of an example from its summed distances to each class. */
function silhouetteOf({codes, counts}: Groups, row: number, sums: Float64Array, at: number): number {
  const own = codes[row]!;
  if (counts[own] === 1) return 0;
  const a = sums[at + own]! / (counts[own]! - 1);
  let b = Number.POSITIVE_INFINITY;
  for (let code = 0; code < counts.length; code++)
    if (code !== own) b = Math.min(b, sums[at + code]! / counts[code]!);
  const larger = Math.max(a, b);
  return larger > 0 ? (b - a) / larger : 0;
}

/** Sums the distances of blocks of rows to all classes; within a block every pair is measured once. */
function euclideanSums(
  {data, rows, columns, codes, counts}: Groups,
  finish: (row: number, sums: Float64Array, at: number) => void,
): void {
  const classes = counts.length;
  const values =
    data instanceof Float32Array || data instanceof Float64Array ? data : Float64Array.from(data);
  const block = Math.min(rows, Math.max(1, Math.floor(HELD / classes)));
  const sums = new Float64Array(block * classes);
  for (let first = 0; first < rows; first += block) {
    const end = Math.min(first + block, rows);
    sums.fill(0);
    for (let row = first; row < end; row++) {
      const at = (row - first) * classes;
      const add = (other: number): void => {
        const apart = Math.sqrt(squaredDistance(values, row * columns, values, other * columns, columns));
        sums[at + codes[other]!]! += apart;
        if (other > row && other < end) sums[(other - first) * classes + codes[row]!]! += apart;
      };
      for (let other = 0; other < first; other++) add(other);
      for (let other = row + 1; other < rows; other++) add(other);
    }
    for (let row = first; row < end; row++) finish(row, sums, (row - first) * classes);
  }
}

/** With directions u, the sum of 1 − u·v over a class is its size − u · the sum of its v. */
function cosineSums(
  {data, rows, columns, codes, counts}: Groups,
  finish: (row: number, sums: Float64Array, at: number) => void,
): void {
  const directions = directionsOf(data, columns, new Float64Array(columns));
  const totals = new Float64Array(counts.length * columns);
  for (let row = 0; row < rows; row++)
    for (let j = 0; j < columns; j++) totals[codes[row]! * columns + j]! += directions[row * columns + j]!;
  const sums = new Float64Array(counts.length);
  const dot = (a: Float64Array, aAt: number, bAt: number): number => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += a[aAt + j]! * directions[bAt + j]!;
    return sum;
  };
  for (let row = 0; row < rows; row++) {
    for (const [code, count] of counts.entries())
      sums[code] = count - dot(totals, code * columns, row * columns);
    // An example's distance to itself is 0, but for rounding, and but for a row of zeros.
    sums[codes[row]!]! -= 1 - dot(directions, row * columns, row * columns);
    finish(row, sums, 0);
  }
}

function summary({rows, codes, counts, labels}: Groups, samples: Float64Array): Silhouette {
  const sums = new Float64Array(counts.length);
  for (let row = 0; row < rows; row++) sums[codes[row]!]! += samples[row]!;
  const perClass = labels.map((label, code) => ({
    label,
    count: counts[code]!,
    silhouette: sums[code]! / counts[code]!,
  }));
  return {
    samples,
    mean: sums.reduce((sum, value) => sum + value, 0) / rows,
    macro: perClass.reduce((sum, entry) => sum + entry.silhouette, 0) / perClass.length,
    perClass,
  };
}
