import type {Labels} from '../input/labels.js';
import type {ConfusionMatrix} from './confusion-matrix.js';
import {type Averaged, macroMean} from './macro.js';
import type {Counted, LabelOptions} from './options.js';
import {type ClassMetrics, perClass, perClassOf} from './per-class.js';

/**
 * The mean over classes by support, without those whose value is NaN; where no example is of these classes, their
 * plain mean, as in scikit-learn.
 */
export function weightedMean(classes: readonly ClassMetrics[], key: Averaged): number {
  let sum = 0;
  let total = 0;
  for (const metrics of classes) {
    if (Number.isNaN(metrics[key])) continue;
    sum += metrics.support * metrics[key];
    total += metrics.support;
  }
  return total > 0 ? sum / total : macroMean(classes, key);
}

function weightedOf(key: Averaged, confusion: ConfusionMatrix, options: Counted<LabelOptions>): number {
  return weightedMean(perClassOf(confusion, options), key);
}

function weighted(key: Averaged, yTrue: Labels, yPred: Labels, options: LabelOptions): number {
  return weightedMean(perClass(yTrue, yPred, options), key);
}

/** {@link weightedPrecision} of a confusion matrix. */
export function weightedPrecisionOf(confusion: ConfusionMatrix, options: Counted<LabelOptions> = {}): number {
  return weightedOf('precision', confusion, options);
}

/**
 * The mean of the classes' precisions, weighted by their support, 0 to 1.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: scikit-learn's `precision_score` with `average='weighted'`.
 */
export function weightedPrecision(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): number {
  return weighted('precision', yTrue, yPred, options);
}

/** {@link weightedRecall} of a confusion matrix. */
export function weightedRecallOf(confusion: ConfusionMatrix, options: Counted<LabelOptions> = {}): number {
  return weightedOf('recall', confusion, options);
}

/**
 * The mean of the classes' recalls, weighted by their support, 0 to 1; the accuracy where all classes are
 * chosen.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: scikit-learn's `recall_score` with `average='weighted'`.
 */
export function weightedRecall(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): number {
  return weighted('recall', yTrue, yPred, options);
}

/** {@link weightedF1} of a confusion matrix. */
export function weightedF1Of(confusion: ConfusionMatrix, options: Counted<LabelOptions> = {}): number {
  return weightedOf('f1', confusion, options);
}

/**
 * The mean of the classes' F1, weighted by their support, 0 to 1.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: scikit-learn's `f1_score` with `average='weighted'`.
 */
export function weightedF1(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): number {
  return weighted('f1', yTrue, yPred, options);
}
