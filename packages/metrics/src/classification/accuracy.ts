import type {Labels} from '../input/labels.js';
import {type ConfusionMatrix, confusionMatrix} from './confusion-matrix.js';
import type {MetricOptions} from './options.js';
import {countsPerClass} from './per-class.js';

/** {@link accuracy} of a confusion matrix. */
export function accuracyOf(confusion: ConfusionMatrix): number {
  let hits = 0;
  let total = 0;
  for (const {truePositives, support} of countsPerClass(confusion)) {
    hits += truePositives;
    total += support;
  }
  return hits / total;
}

/**
 * The share of examples whose class was predicted, 0 to 1. With rare classes it mostly says how the common
 * ones do: see {@link balancedAccuracy}.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}
 * Source: scikit-learn's `accuracy_score`.
 */
export function accuracy(yTrue: Labels, yPred: Labels, options: MetricOptions = {}): number {
  return accuracyOf(confusionMatrix(yTrue, yPred, options));
}

/** {@link balancedAccuracy} of a confusion matrix. */
export function balancedAccuracyOf(confusion: ConfusionMatrix): number {
  const present = countsPerClass(confusion).filter(({support}) => support > 0);
  return present.reduce((sum, {truePositives, support}) => sum + truePositives / support, 0) / present.length;
}

/**
 * The mean recall of the classes that occur in `yTrue`, 0 to 1: every class counts the same, however rare.
 * Classes that are absent from `yTrue` are left out, whatever `classes` and `zeroDivision` say; this is what
 * sets it apart from {@link macroRecall}.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}
 * Source: scikit-learn's `balanced_accuracy_score`.
 */
export function balancedAccuracy(yTrue: Labels, yPred: Labels, options: MetricOptions = {}): number {
  return balancedAccuracyOf(confusionMatrix(yTrue, yPred, options));
}
