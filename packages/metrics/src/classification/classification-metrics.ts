import type {Labels} from '../input/labels.js';
import {accuracyOf, balancedAccuracyOf} from './accuracy.js';
import {cohenKappaOf} from './cohen-kappa.js';
import {type ConfusionMatrix, countConfusions} from './confusion-matrix.js';
import {geometricMeanRecall} from './g-mean.js';
import {macroMean} from './macro.js';
import {matthewsCorrelationOf} from './matthews-correlation.js';
import {microRatios} from './micro.js';
import {type Counted, checkOptions, type GMeanOptions, labelOptions, ofLabelOptions} from './options.js';
import {type ClassMetrics, perClassOf} from './per-class.js';
import {weightedMean} from './weighted.js';

/** All classification metrics of one set of predictions. */
export interface ClassificationMetrics {
  accuracy: number;
  balancedAccuracy: number;
  macroPrecision: number;
  macroRecall: number;
  macroF1: number;
  microPrecision: number;
  microRecall: number;
  microF1: number;
  weightedPrecision: number;
  weightedRecall: number;
  weightedF1: number;
  matthewsCorrelation: number;
  cohenKappa: number;
  gMean: number;
  perClass: ClassMetrics[];
  confusion: ConfusionMatrix;
}

/** {@link classificationMetrics} of a confusion matrix. */
export function classificationMetricsOf(
  confusion: ConfusionMatrix,
  options: Counted<GMeanOptions> = {},
): ClassificationMetrics {
  checkOptions(options, [...ofLabelOptions, 'correction']);
  const {correction = 0, ...rest} = options;
  const classes = perClassOf(confusion, rest);
  const micro = microRatios(confusion, rest);
  const {zeroDivision} = rest;
  return {
    accuracy: accuracyOf(confusion),
    balancedAccuracy: balancedAccuracyOf(confusion),
    macroPrecision: macroMean(classes, 'precision'),
    macroRecall: macroMean(classes, 'recall'),
    macroF1: macroMean(classes, 'f1'),
    microPrecision: micro.precision,
    microRecall: micro.recall,
    microF1: micro.f1,
    weightedPrecision: weightedMean(classes, 'precision'),
    weightedRecall: weightedMean(classes, 'recall'),
    weightedF1: weightedMean(classes, 'f1'),
    matthewsCorrelation: matthewsCorrelationOf(confusion, {zeroDivision}),
    cohenKappa: cohenKappaOf(confusion, {zeroDivision}),
    gMean: geometricMeanRecall(classes, correction),
    perClass: classes,
    confusion,
  };
}

/**
 * The common metrics of hard predictions in one pass. `labels` concerns the means over classes, the G-mean and
 * `perClass`; accuracy, balanced accuracy, Matthews correlation, κ and the confusion matrix cover all classes.
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
  checkOptions(options, [...labelOptions, 'correction']);
  const {classes, sampleWeights, ...rest} = options;
  return classificationMetricsOf(countConfusions(yTrue, yPred, {classes, sampleWeights}), rest);
}
