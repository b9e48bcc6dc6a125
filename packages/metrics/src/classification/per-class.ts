import type {Labels} from '../input/labels.js';
import {type ConfusionMatrix, countConfusions} from './confusion-matrix.js';
import {checkOptions, type LabelOptions, labelOptions} from './options.js';

/** What was measured of one class. */
export interface ClassMetrics {
  /** The class. */
  label: number;
  /** Examples of this class. */
  support: number;
  /** Examples predicted as this class. */
  predicted: number;
  /** The share of `predicted` that is of this class, 0 to 1 (0/0: `zeroDivision`). */
  precision: number;
  /** The share of `support` that was predicted as this class, 0 to 1 (0/0: `zeroDivision`). */
  recall: number;
  /** The harmonic mean of precision and recall: 2 TP / (support + predicted) (0/0: `zeroDivision`). */
  f1: number;
}

interface ClassCounts {
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

/** {@link perClass} of a confusion matrix. */
export function perClassOf(
  confusion: ConfusionMatrix,
  options: Omit<LabelOptions, 'classes'> = {},
): ClassMetrics[] {
  checkOptions(options, ['zeroDivision', 'labels']);
  const {zeroDivision = 0, labels = confusion.labels} = options;
  const divide = (part: number, whole: number): number => (whole > 0 ? part / whole : zeroDivision);
  const counted = new Map(countsPerClass(confusion).map((counts) => [counts.label, counts]));
  return labels.map((label) => {
    const {truePositives, support, predicted} = counted.get(label) ?? {
      truePositives: 0,
      support: 0,
      predicted: 0,
    };
    return {
      label,
      support,
      predicted,
      precision: divide(truePositives, predicted),
      recall: divide(truePositives, support),
      f1: divide(2 * truePositives, support + predicted),
    };
  });
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
  const {classes, ...rest} = options;
  return perClassOf(countConfusions(yTrue, yPred, classes), rest);
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
