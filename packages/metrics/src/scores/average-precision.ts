import type {Labels} from '../input/labels.js';
import {readWeights} from '../input/numbers.js';
import {
  type AverageOptions,
  checkScoreOptions,
  columnsOf,
  refusePositive,
  refuseWithOneColumn,
} from './options.js';
import {type ClassScore, everyEntry, meanOf, oneAgainstRest, type ScoredClasses} from './per-class.js';
import {type ReadScores, readClasses, readScores, readSides, type Scores} from './read.js';
import {forEachThreshold, type ScoredSides} from './thresholds.js';
import {totalsOf} from './totals.js';

/** Options of the average precision. */
export interface AveragePrecisionOptions extends AverageOptions {
  /** The average precision of a class without examples: 0 (default), 1, or NaN, which leaves it out of means. */
  zeroDivision?: number;
}

/**
 * The average precision: the mean of the precisions at the scores of the positive examples; 0 to 1, and their share by
 * chance. Equal scores are one threshold, and nothing is interpolated. Where positives are rare it says more than
 * `auroc`. Time O(n log n), memory about 3 bytes an example.
 *
 * @param yTrue labels [n] (with one score an example 0 and 1, or see `positive`) or one-hot rows [n, classes]
 * @param scores [n] or [n, 1] of the positive class, or rows [n, classes]; finite
 * @throws RangeError where lengths differ, or a label, score, weight or option is not allowed; TypeError where one is
 *   no array or numeric tensor
 * Source: scikit-learn's `average_precision_score`; for rows, that of one-hot labels.
 */
export function averagePrecision(
  yTrue: Labels,
  scores: Scores,
  options: AveragePrecisionOptions = {},
): number {
  checkScoreOptions(options, ['average', 'labels', 'zeroDivision']);
  const {average = 'macro', zeroDivision = 0, positive} = options;
  const read = readScores('scores', scores);
  if (read.columns === 1) {
    refuseWithOneColumn(options, ['average', 'labels']);
    const sides = readSides(yTrue, positive, read.rows);
    const weights = readWeights(options.sampleWeights, read.rows);
    return precisionOf({scores: read.data, offset: 0, stride: 1, sides, weights}, zeroDivision).value;
  }
  refusePositive(positive);
  const columns = columnsOf(read.columns, options.labels);
  const classes = readRows(yTrue, read, options);
  if (average === 'micro') return precisionOf(everyEntry(classes, columns), zeroDivision).value;
  return meanOf(perClass(classes, columns, zeroDivision), average === 'weighted');
}

/**
 * The {@link averagePrecision} of each class against the rest: [classes], or [labels].
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param scores rows [n, classes], finite
 * @throws RangeError or TypeError as {@link averagePrecision}
 */
export function averagePrecisionPerClass(
  yTrue: Labels,
  scores: Scores,
  options: Omit<AveragePrecisionOptions, 'average' | 'positive'> = {},
): Float64Array {
  checkScoreOptions(options, ['labels', 'zeroDivision']);
  const read = readScores('scores', scores);
  if (read.columns === 1)
    throw new RangeError(`scores has shape [${read.rows}, 1]: rows of at least 2 classes are needed`);
  const columns = columnsOf(read.columns, options.labels);
  const scored = perClass(readRows(yTrue, read, options), columns, options.zeroDivision ?? 0);
  return Float64Array.from(scored, ({value}) => value);
}

function readRows(yTrue: Labels, read: ReadScores, {sampleWeights}: AveragePrecisionOptions): ScoredClasses {
  const labels = readClasses(yTrue, read.columns, read.rows);
  return {...read, labels, weights: readWeights(sampleWeights, read.rows)};
}

function perClass(classes: ScoredClasses, columns: readonly number[], zeroDivision: number): ClassScore[] {
  return columns.map((column) => precisionOf(oneAgainstRest(classes, column), zeroDivision));
}

function precisionOf(sides: ScoredSides, zeroDivision: number): ClassScore {
  const {positives: support} = totalsOf(sides.sides, sides.weights);
  if (support === 0) return {value: zeroDivision, support};
  let truePositives = 0;
  let predicted = 0;
  let sum = 0;
  forEachThreshold(sides, (_, positives, negatives) => {
    truePositives += positives;
    predicted += positives + negatives;
    sum += positives * (truePositives / predicted);
  });
  return {value: sum / support, support};
}
