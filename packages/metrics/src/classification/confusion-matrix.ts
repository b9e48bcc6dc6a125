import {type Labels, readLabels} from '../input/labels.js';
import {checkLength, checkSomeWeight, type ReadNumbers, readWeightsOfPart} from '../input/numbers.js';
import {checkOptions, type MetricOptions, metricOptions} from './options.js';

/**
 * How often each class was taken for each. All classification metrics derive from it, so several of them
 * cost one pass over the examples.
 */
export interface ConfusionMatrix {
  /** The class of each row and column, ascending, each once. */
  labels: readonly number[];
  /**
   * [k, k] row by row: `counts[t * k + p]` examples of class `labels[t]` were predicted as `labels[p]`; with
   * `sampleWeights` the sum of their weights.
   */
  counts: Float64Array;
}

/** Above this the matrix itself would not fit into memory (2 GiB). */
const maxClasses = 16384;

function occurring(yTrue: Float64Array, yPred: Float64Array): number[] {
  const labels = new Set(yTrue);
  for (const label of yPred) labels.add(label);
  return [...labels].sort((a, b) => a - b);
}

/**
 * Counts true classes (rows) against predicted classes (columns).
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]; of equal scores the first is taken
 * @throws RangeError where the lengths differ, either is empty, of wrong rank, or holds a label that is
 *   negative, fractional, NaN or out of range, or the weights are not allowed; TypeError where one is no array or numeric tensor
 * Source: scikit-learn's `confusion_matrix` (with `labels=range(classes)` where the classes are known).
 */
export function confusionMatrix(yTrue: Labels, yPred: Labels, options: MetricOptions = {}): ConfusionMatrix {
  checkOptions(options, metricOptions);
  return countConfusions(yTrue, yPred, options);
}

/** {@link confusionMatrix} with options that were checked before. */
export function countConfusions(yTrue: Labels, yPred: Labels, options: MetricOptions): ConfusionMatrix {
  const {truth, predicted, classes, weights} = readConfusions(yTrue, yPred, options);
  checkSomeWeight(weights);
  const labels =
    classes === undefined ? occurring(truth, predicted) : Array.from({length: classes}, (_, label) => label);
  const k = labels.length;
  if (k > maxClasses)
    throw new RangeError(`${k} different labels occur: a confusion matrix takes at most ${maxClasses}`);
  const counts = new Float64Array(k * k);
  const position = classes === undefined ? new Map(labels.map((label, index) => [label, index])) : undefined;
  for (let i = 0; i < truth.length; i++) {
    const t = truth[i] as number;
    const p = predicted[i] as number;
    const cell = position ? (position.get(t) as number) * k + (position.get(p) as number) : t * k + p;
    counts[cell] = (counts[cell] as number) + (weights ? (weights[i] as number) : 1);
  }
  return {labels, counts};
}

/** True and predicted classes, [n] each. */
interface ReadConfusions {
  truth: Float64Array;
  predicted: Float64Array;
  /** The number of classes, where it is known. */
  classes: number | undefined;
  weights: ReadNumbers | undefined;
}

/** Reads and checks both arguments; the weights may all be 0. */
export function readConfusions(
  yTrue: Labels,
  yPred: Labels,
  {classes, sampleWeights}: MetricOptions,
): ReadConfusions {
  if (classes !== undefined && classes > maxClasses)
    throw new RangeError(`classes is ${classes}: a confusion matrix takes at most ${maxClasses}`);
  const truth = readLabels('yTrue', yTrue, 'true', classes);
  const predicted = readLabels('yPred', yPred, 'predicted', classes ?? truth.columns);
  const n = truth.labels.length;
  checkLength('yPred', predicted.labels.length, n);
  const weights = readWeightsOfPart(sampleWeights, n);
  const known = classes ?? truth.columns ?? predicted.columns;
  // yTrue was read before the columns of yPred were known.
  if (known !== undefined) checkRange(truth.labels, known);
  return {truth: truth.labels, predicted: predicted.labels, classes: known, weights};
}

function checkRange(labels: Float64Array, classes: number): void {
  const index = labels.findIndex((label) => label >= classes);
  if (index >= 0)
    throw new RangeError(
      `yTrue[${index}] is ${labels[index]}: a label is a whole number from 0 to ${classes - 1} ` +
        `(yPred has ${classes} columns)`,
    );
}

/** The matrix as an array of rows, for JSON and printing. */
export function confusionRows({labels, counts}: ConfusionMatrix): number[][] {
  const k = labels.length;
  return labels.map((_, row) => Array.from(counts.subarray(row * k, (row + 1) * k)));
}

/**
 * A confusion matrix from rows that were counted elsewhere or saved.
 *
 * @param rows [k, k] counts ≥ 0, true classes in rows, not all 0
 * @param labels the class of each row, ascending; default 0 to k − 1
 * @throws RangeError where the rows are not square, empty, all 0, or hold a negative or infinite count or
 *   NaN, or the labels are not as many, not whole numbers from 0 or not ascending
 */
export function confusionFromRows(
  rows: readonly (readonly number[])[],
  labels?: readonly number[],
): ConfusionMatrix {
  const k = rows.length;
  if (k === 0 || k > maxClasses) throw new RangeError(`rows has ${k} rows: allowed are 1 to ${maxClasses}`);
  const counts = new Float64Array(k * k);
  let total = 0;
  for (const [t, row] of rows.entries()) {
    if (row.length !== k)
      throw new RangeError(`rows[${t}] has ${row.length} columns: ${k}, as many as rows, are needed`);
    for (const [p, count] of row.entries()) {
      if (!(count >= 0 && count < Number.POSITIVE_INFINITY))
        throw new RangeError(`rows[${t}][${p}] is ${count}: a count must be a finite number of at least 0`);
      counts[t * k + p] = count;
      total += count;
    }
  }
  if (total === 0) throw new RangeError('rows holds no count above 0: at least one example is needed');
  if (labels !== undefined) checkRowLabels(labels, k);
  return {labels: labels ? [...labels] : rows.map((_, label) => label), counts};
}

function checkRowLabels(labels: readonly number[], k: number): void {
  if (labels.length !== k)
    throw new RangeError(`labels has ${labels.length} entries: ${k}, one for each row, are needed`);
  for (const [index, label] of labels.entries()) {
    if (!Number.isSafeInteger(label) || label < 0 || label <= (labels[index - 1] ?? -1))
      throw new RangeError(
        `labels[${index}] is ${label}: labels are whole numbers from 0, ascending, each once`,
      );
  }
}
