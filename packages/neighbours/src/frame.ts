import {type Points, squaredDistance} from './points.js';

/** The spacing of float32 numbers around 1. */
const EPSILON = 2 ** -23;

/** Points around their mean and within the unit ball, in float32, and what the scan must let through. */
export interface Frame {
  pointOf(row: number): Float32Array;
  /** The squared length of a point. */
  normOf(row: number): number;
  /** The least q·r − |r|²/2 in float32 of a reference within a squared distance of the query, given |q|². */
  threshold(norm: number, squared: number): number;
  /** A squared distance that is at least that of a reference with this q·r − |r|²/2 in float32, given |q|². */
  squaredOf(norm: number, score: number): number;
}

/**
 * The frame of some rows.
 *
 * @param references rows of `points`, at least one; their mean is the middle
 * @param queries rows of `points`
 */
export function frameOf({values, columns}: Points, references: Int32Array, queries: Int32Array): Frame {
  const means = new Float64Array(columns);
  for (const row of references)
    for (let j = 0; j < columns; ++j) means[j]! += values[row * columns + j]! / references.length;
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
    squaredOf: (norm, score) => Math.max(0, norm - 2 * (score - room)) / (scale * scale),
  };
}
