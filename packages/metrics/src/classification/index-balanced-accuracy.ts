import type {Labels} from '../input/labels.js';
import {type ConfusionMatrix, countConfusions} from './confusion-matrix.js';
import {
  type Counted,
  checkOptions,
  type IndexBalancedAccuracyOptions,
  type LabelOptions,
  labelOptions,
  ofLabelOptions,
} from './options.js';
import {countsOf, countsPerClass, ratio} from './per-class.js';

/** {@link specificity} of a confusion matrix. */
export function specificityOf(confusion: ConfusionMatrix, options: Counted<LabelOptions> = {}): Float64Array {
  checkOptions(options, ofLabelOptions);
  const {zeroDivision = 0, labels} = options;
  const total = countsPerClass(confusion).reduce((sum, {support}) => sum + support, 0);
  return Float64Array.from(countsOf(confusion, labels), ({truePositives, support, predicted}) => {
    const negatives = total - support;
    return ratio(negatives - (predicted - truePositives), negatives, zeroDivision);
  });
}

/**
 * Of the examples that are not of a class, the share that was not predicted as it: [classes], 0 to 1. High for any
 * rare class that is seldom predicted.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: imbalanced-learn's `specificity_score` with `average=None`.
 */
export function specificity(yTrue: Labels, yPred: Labels, options: LabelOptions = {}): Float64Array {
  checkOptions(options, labelOptions);
  const {classes, sampleWeights, ...rest} = options;
  return specificityOf(countConfusions(yTrue, yPred, {classes, sampleWeights}), rest);
}

/** {@link indexBalancedAccuracy} of a confusion matrix. */
export function indexBalancedAccuracyOf(
  confusion: ConfusionMatrix,
  options: Counted<IndexBalancedAccuracyOptions> = {},
): Float64Array {
  checkOptions(options, [...ofLabelOptions, 'alpha']);
  const {alpha = 0.1, ...rest} = options;
  const {zeroDivision = 0, labels} = rest;
  const specificities = specificityOf(confusion, rest);
  return Float64Array.from(countsOf(confusion, labels), ({truePositives, support}, index) => {
    const recall = ratio(truePositives, support, zeroDivision);
    const negative = specificities[index] as number;
    return (1 + alpha * (recall - negative)) * recall * negative;
  });
}

function counted(
  yTrue: Labels,
  yPred: Labels,
  options: IndexBalancedAccuracyOptions,
): [ConfusionMatrix, Counted<IndexBalancedAccuracyOptions>] {
  checkOptions(options, [...labelOptions, 'alpha']);
  const {classes, sampleWeights, ...rest} = options;
  return [countConfusions(yTrue, yPred, {classes, sampleWeights}), rest];
}

/**
 * The index balanced accuracy of each class against the rest, [classes]: (1 + α (recall − specificity)) · recall ·
 * specificity. A squared G-mean that, of two classifiers with the same, prefers the one with the better recall.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: García, Mollineda and Sánchez, "Index of balanced accuracy: a performance measure for skewed class
 * distributions", IbPRIA 2009; imbalanced-learn's `classification_report_imbalanced`.
 */
export function indexBalancedAccuracy(
  yTrue: Labels,
  yPred: Labels,
  options: IndexBalancedAccuracyOptions = {},
): Float64Array {
  return indexBalancedAccuracyOf(...counted(yTrue, yPred, options));
}

/** {@link macroIndexBalancedAccuracy} of a confusion matrix. */
export function macroIndexBalancedAccuracyOf(
  confusion: ConfusionMatrix,
  options: Counted<IndexBalancedAccuracyOptions> = {},
): number {
  const values = indexBalancedAccuracyOf(confusion, options).filter((value) => !Number.isNaN(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The unweighted mean of the classes' {@link indexBalancedAccuracy}. */
export function macroIndexBalancedAccuracy(
  yTrue: Labels,
  yPred: Labels,
  options: IndexBalancedAccuracyOptions = {},
): number {
  return macroIndexBalancedAccuracyOf(...counted(yTrue, yPred, options));
}
