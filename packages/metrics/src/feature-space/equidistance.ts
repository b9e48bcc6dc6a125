import type {Matrix} from '../input/numbers.js';
import {checkKnown, refuse} from '../input/options.js';
import {coefficientOfVariation, distance, meanAndDeviation} from './vectors.js';
import type {WeightOptions} from './weight-norms.js';
import {readClassWeights} from './weights.js';

/** How equal the distances between vectors are. */
export interface Equidistance {
  /** How many pairs were measured. */
  pairs: number;
  /** Mean, smallest and largest distance. */
  meanDistance: number;
  minDistance: number;
  maxDistance: number;
  /** Standard deviation (of the population) / mean of the distances: 0 for a regular simplex; null where all are 0. */
  variation: number | null;
  /** The same of the squared distances, whose variance is the affinity loss's diversity regularizer. */
  squaredVariation: number | null;
}

/**
 * How evenly vectors are spaced: prototypes, class weights or class means.
 *
 * @param vectors [m, d]
 * @param options `labels` names the class of each vector; then only pairs of different classes are measured, and
 *   otherwise all
 * @throws RangeError or TypeError where an entry is not finite, lengths differ, or there are no two vectors (of
 *   different classes)
 * Source: the regularizer of Hayat et al., "Gaussian affinity for max-margin class imbalanced learning", ICCV 2019.
 */
export function equidistance(vectors: Matrix, options: WeightOptions = {}): Equidistance {
  checkKnown(options, ['labels']);
  const {rows, columns, data, labels} = readClassWeights('vectors', vectors, options.labels);
  const distances: number[] = [];
  for (let a = 1; a < rows; a++) {
    for (let b = 0; b < a; b++) {
      if (labels[a] !== labels[b]) distances.push(distance(data, a * columns, data, b * columns, columns));
    }
  }
  if (distances.length === 0)
    refuse(
      'vectors',
      `[${rows}, ${columns}]`,
      'at least two rows are needed, and of different classes where labels are given',
    );
  return {
    pairs: distances.length,
    meanDistance: meanAndDeviation(distances).mean,
    minDistance: distances.reduce((least, value) => Math.min(least, value)),
    maxDistance: distances.reduce((most, value) => Math.max(most, value)),
    variation: coefficientOfVariation(distances),
    squaredVariation: coefficientOfVariation(distances.map((value) => value * value)),
  };
}
