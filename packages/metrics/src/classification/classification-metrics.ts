import type {Labels} from '../input/labels.js';
import {accuracyOf, balancedAccuracyOf} from './accuracy.js';
import {type ConfusionMatrix, countConfusions} from './confusion-matrix.js';
import {geometricMeanRecall} from './g-mean.js';
import {macroMean} from './macro.js';
import {checkOptions, type GMeanOptions, gMeanOptions} from './options.js';
import {type ClassMetrics, perClassOf} from './per-class.js';

/** All classification metrics of one set of predictions. */
export interface ClassificationMetrics {
  accuracy: number;
  balancedAccuracy: number;
  macroPrecision: number;
  macroRecall: number;
  macroF1: number;
  gMean: number;
  perClass: ClassMetrics[];
  confusion: ConfusionMatrix;
}

/** {@link classificationMetrics} of a confusion matrix. */
export function classificationMetricsOf(
  confusion: ConfusionMatrix,
  options: Omit<GMeanOptions, 'classes'> = {},
): ClassificationMetrics {
  checkOptions(options, ['zeroDivision', 'labels', 'correction']);
  const {correction = 0, ...rest} = options;
  const classes = perClassOf(confusion, rest);
  return {
    accuracy: accuracyOf(confusion),
    balancedAccuracy: balancedAccuracyOf(confusion),
    macroPrecision: macroMean(classes, 'precision'),
    macroRecall: macroMean(classes, 'recall'),
    macroF1: macroMean(classes, 'f1'),
    gMean: geometricMeanRecall(classes, correction),
    perClass: classes,
    confusion,
  };
}

/**
 * All metrics of this folder in one pass. `labels` concerns the macro means, the G-mean and `perClass`;
 * accuracy, balanced accuracy and the confusion matrix always cover all classes.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 */
export function classificationMetrics(
  yTrue: Labels,
  yPred: Labels,
  options: GMeanOptions = {},
): ClassificationMetrics {
  checkOptions(options, gMeanOptions);
  const {classes, ...rest} = options;
  return classificationMetricsOf(countConfusions(yTrue, yPred, classes), rest);
}
