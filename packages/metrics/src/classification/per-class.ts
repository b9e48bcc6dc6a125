import type {Labels} from '../input/labels.js';
import {type ConfusionMatrix, countConfusions} from './confusion-matrix.js';
import {type Counted, checkOptions, type LabelOptions, labelOptions, ofLabelOptions} from './options.js';

/** What was measured of one class. */
export interface ClassMetrics {
  /** The class. */
  label: number;
  /** Examples of this class, or the sum of their weights. */
  support: number;
  /** Examples predicted as this class, or the sum of their weights. */
  predicted: number;
  /** The share of `predicted` that is of this class, 0 to 1 (0/0: `zeroDivision`). */
  precision: number;
  /** The share of `support` that was predicted as this class, 0 to 1 (0/0: `zeroDivision`). */
  recall: number;
  /** The harmonic mean of precision and recall: 2 TP / (support + predicted) (0/0: `zeroDivision`). */
  f1: number;
}

/** What {@link ClassMetrics} are computed from. */
export interface ClassCounts {
  label: number;
  truePositives: number;
  support: number;
  predicted: number;
}

/** Row sum, column sum and diagonal of each class, in the matrix's order. */
export function countsPerClass({labels, counts}: ConfusionMatrix): ClassCounts[] {
  const k = labels.length;
  const result = labels.map((label) => ({label, truePositives: 0, support: 0, predicted: 0}));
  for (const [t, row] of result.entries()) {
    for (const [p, column] of result.entries()) {
      const count = counts[t * k + p] as number;
      row.support += count;
      column.predicted += count;
      if (t === p) row.truePositives = count;
    }
  }
  return result;
}

/** {@link countsPerClass} of the chosen classes; those that do not occur have none. */
export function countsOf(confusion: ConfusionMatrix, labels: readonly number[] | undefined): ClassCounts[] {
  const all = countsPerClass(confusion);
  if (labels === undefined) return all;
  const counted = new Map(all.map((counts) => [counts.label, counts]));
  return labels.map((label) => counted.get(label) ?? {label, truePositives: 0, support: 0, predicted: 0});
}

/** part / whole, and `zeroDivision` where both are 0. */
export function ratio(part: number, whole: number, zeroDivision: number): number {
  return whole > 0 ? part / whole : zeroDivision;
}

/** {@link perClass} of a confusion matrix. */
export function perClassOf(confusion: ConfusionMatrix, options: Counted<LabelOptions> = {}): ClassMetrics[] {
  checkOptions(options, ofLabelOptions);
  const {zeroDivision = 0, labels} = options;
  return countsOf(confusion, labels).map(({label, truePositives, support, predicted}) => ({
    label,
    support,
    predicted,
    precision: ratio(truePositives, predicted, zeroDivision),
    recall: ratio(truePositives, support, zeroDivision),
    f1: ratio(2 * truePositives, support + predicted, zeroDivision),
  }));
}

/**
 * Precision, recall, F1 and counts of each class.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @returns one entry a class, ascending, or in the order of `labels`
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: scikit-learn's `precision_recall_fscore_support` with `average=None`.
 */
export function perClass(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): ClassMetrics[] {
  checkOptions(options, labelOptions);
  const {classes, sampleWeights, ...rest} = options;
  return perClassOf(countConfusions(yTrue, yPred, {classes, sampleWeights}), rest);
}

function column(key: keyof ClassMetrics, yTrue: Labels, yPred: Labels, options: LabelOptions): Float64Array {
  return Float64Array.from(perClass(yTrue, yPred, options), (metrics) => metrics[key]);
}

/** The precision of each class, [classes]: see {@link perClass}. */
export function precision(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): Float64Array {
  return column('precision', yTrue, yPred, options);
}

/** The recall of each class, [classes]: see {@link perClass}. */
export function recall(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): Float64Array {
  return column('recall', yTrue, yPred, options);
}

/** The F1 of each class, [classes]: see {@link perClass}. */
export function f1(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): Float64Array {
  return column('f1', yTrue, yPred, options);
}

/** The examples of each class in `yTrue`, [classes]: see {@link perClass}. */
export function support(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): Float64Array {
  return column('support', yTrue, yPred, options);
}
