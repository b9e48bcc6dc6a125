import type {Labels} from '../input/labels.js';
import {type Matrix, type Numbers, readNumbers} from '../input/numbers.js';
import {checkKnown, refuse} from '../input/options.js';
import {rankCorrelation} from './rank-correlation.js';
import {norm} from './vectors.js';
import {readClassWeights} from './weights.js';

/** Options of measures of class weights. */
export interface WeightOptions {
  /** The class of each row, for classes with several; default row j is class j's. */
  labels?: Labels;
}

/** The weight of one class. */
export interface ClassNorm {
  /** The class. */
  label: number;
  /** Its training examples. */
  count: number;
  /** The Euclidean norm of its weight vector, the mean where it has several; null where it has none. */
  norm: number | null;
}

/** The norms of class weights against the classes' frequency. */
export interface WeightNorms {
  /** One entry a class, ascending. */
  perClass: ClassNorm[];
  /**
   * Spearman's ρ of norm and count, −1 to 1, over the classes that have weights: 1 where the more frequent class
   * always has the longer weights. null for fewer than two classes, or where all norms or all counts are equal.
   */
  rankCorrelation: number | null;
}

/**
 * The norm of each class's weight vector against its frequency: what softmax gives rare classes less of.
 *
 * @param weights [classes, d], one row a class: the transpose of a dense layer's kernel
 * @param counts training examples of each class, [classes]
 * @throws RangeError or TypeError where lengths differ, an entry is not finite, a count is negative, or an option is not
 *   allowed
 * Source: Hayat et al., "Gaussian affinity for max-margin class imbalanced learning", ICCV 2019, section 3.1.
 */
export function weightNorms(weights: Matrix, counts: Numbers, options: WeightOptions = {}): WeightNorms {
  checkKnown(options, ['labels']);
  const {rows, columns, data, labels} = readClassWeights('weights', weights, options.labels);
  const read = readNumbers('counts', counts);
  for (const [label, count] of read.entries())
    if (count < 0) refuse(`counts[${label}]`, count, 'a count must be at least 0');
  if (options.labels === undefined && rows !== read.length)
    throw new RangeError(
      `weights has ${rows} rows and counts has ${read.length} entries: both must have one for each class, or labels ` +
        'must name the class of each row',
    );
  const outside = labels.findIndex((label) => label >= read.length);
  if (outside >= 0)
    refuse(
      `labels[${outside}]`,
      labels[outside],
      `counts has ${read.length} entries, so ${read.length - 1} is the last class`,
    );
  const sums = new Float64Array(read.length);
  const each = new Int32Array(read.length);
  for (let row = 0; row < rows; row++) {
    sums[labels[row]!]! += norm(data, row * columns, columns);
    each[labels[row]!]!++;
  }
  const perClass = Array.from(read, (count, label) => ({
    label,
    count,
    norm: each[label]! > 0 ? sums[label]! / each[label]! : null,
  }));
  const known = perClass.filter((entry) => entry.norm !== null);
  return {
    perClass,
    rankCorrelation: rankCorrelation(
      known.map((entry) => entry.norm as number),
      known.map(({count}) => count),
    ),
  };
}
