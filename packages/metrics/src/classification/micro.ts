import type {Labels} from '../input/labels.js';
import {type ConfusionMatrix, countConfusions} from './confusion-matrix.js';
import type {Averaged} from './macro.js';
import {type Counted, checkOptions, type LabelOptions, labelOptions, ofLabelOptions} from './options.js';
import {countsOf, ratio} from './per-class.js';

/** Precision, recall and F1 of the counts summed over the classes. */
export function microRatios(
  confusion: ConfusionMatrix,
  {zeroDivision = 0, labels}: Counted<LabelOptions>,
): Record<Averaged, number> {
  let hits = 0;
  let support = 0;
  let predicted = 0;
  for (const counts of countsOf(confusion, labels)) {
    hits += counts.truePositives;
    support += counts.support;
    predicted += counts.predicted;
  }
  return {
    precision: ratio(hits, predicted, zeroDivision),
    recall: ratio(hits, support, zeroDivision),
    f1: ratio(2 * hits, support + predicted, zeroDivision),
  };
}

function microOf(key: Averaged, confusion: ConfusionMatrix, options: Counted<LabelOptions>): number {
  checkOptions(options, ofLabelOptions);
  return microRatios(confusion, options)[key];
}

function micro(key: Averaged, yTrue: Labels, yPred: Labels, options: LabelOptions): number {
  checkOptions(options, labelOptions);
  return microRatios(countConfusions(yTrue, yPred, options), options)[key];
}

/** {@link microPrecision} of a confusion matrix. */
export function microPrecisionOf(confusion: ConfusionMatrix, options: Counted<LabelOptions> = {}): number {
  return microOf('precision', confusion, options);
}

/**
 * The share of hits in all predictions of the chosen classes, 0 to 1; the accuracy where all classes are
 * chosen.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: scikit-learn's `precision_score` with `average='micro'`.
 */
export function microPrecision(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): number {
  return micro('precision', yTrue, yPred, options);
}

/** {@link microRecall} of a confusion matrix. */
export function microRecallOf(confusion: ConfusionMatrix, options: Counted<LabelOptions> = {}): number {
  return microOf('recall', confusion, options);
}

/**
 * The share of hits in all examples of the chosen classes, 0 to 1; the accuracy where all classes are
 * chosen.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: scikit-learn's `recall_score` with `average='micro'`.
 */
export function microRecall(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): number {
  return micro('recall', yTrue, yPred, options);
}

/** {@link microF1} of a confusion matrix. */
export function microF1Of(confusion: ConfusionMatrix, options: Counted<LabelOptions> = {}): number {
  return microOf('f1', confusion, options);
}

/**
 * F1 of the counts summed over the chosen classes, 0 to 1; the accuracy where all classes are chosen.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: scikit-learn's `f1_score` with `average='micro'`.
 */
export function microF1(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): number {
  return micro('f1', yTrue, yPred, options);
}
