import type {Labels} from '../input/labels.js';
import type {ConfusionMatrix} from './confusion-matrix.js';
import type {Counted, LabelOptions} from './options.js';
import {type ClassMetrics, perClass, perClassOf} from './per-class.js';

/** What can be averaged over classes. */
export type Averaged = 'precision' | 'recall' | 'f1';

/** The mean over classes, without those whose value is NaN; NaN where no class is left. */
export function macroMean(classes: readonly ClassMetrics[], key: Averaged): number {
  const values = classes.map((metrics) => metrics[key]).filter((value) => !Number.isNaN(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function macro(key: Averaged, yTrue: Labels, yPred: Labels, options: LabelOptions): number {
  return macroMean(perClass(yTrue, yPred, options), key);
}

/** {@link macroPrecision} of a confusion matrix. */
export function macroPrecisionOf(confusion: ConfusionMatrix, options: Counted<LabelOptions> = {}): number {
  return macroMean(perClassOf(confusion, options), 'precision');
}

/**
 * The unweighted mean of the classes' precisions, 0 to 1.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: scikit-learn's `precision_score` with `average='macro'`.
 */
export function macroPrecision(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): number {
  return macro('precision', yTrue, yPred, options);
}

/** {@link macroRecall} of a confusion matrix. */
export function macroRecallOf(confusion: ConfusionMatrix, options: Counted<LabelOptions> = {}): number {
  return macroMean(perClassOf(confusion, options), 'recall');
}

/**
 * The unweighted mean of the classes' recalls, 0 to 1. A class that is absent from `yTrue` counts with
 * `zeroDivision`; {@link balancedAccuracy} leaves it out. With `labels`, the mean recall of some classes, such
 * as the rare ones.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: scikit-learn's `recall_score` with `average='macro'`.
 */
export function macroRecall(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): number {
  return macro('recall', yTrue, yPred, options);
}

/** {@link macroF1} of a confusion matrix. */
export function macroF1Of(confusion: ConfusionMatrix, options: Counted<LabelOptions> = {}): number {
  return macroMean(perClassOf(confusion, options), 'f1');
}

/**
 * The unweighted mean of the classes' F1, 0 to 1 (not the F1 of the mean precision and recall).
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: scikit-learn's `f1_score` with `average='macro'`.
 */
export function macroF1(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): number {
  return macro('f1', yTrue, yPred, options);
}
