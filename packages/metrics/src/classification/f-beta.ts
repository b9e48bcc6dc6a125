import type {Labels} from '../input/labels.js';
import {type ConfusionMatrix, countConfusions} from './confusion-matrix.js';
import {type Counted, checkOptions, type FBetaOptions, labelOptions, ofLabelOptions} from './options.js';
import {type ClassCounts, countsOf, ratio} from './per-class.js';

function fBetaOfCounts(
  {truePositives, support, predicted}: Omit<ClassCounts, 'label'>,
  {beta, zeroDivision = 0}: Counted<FBetaOptions>,
): number {
  const b2 = beta * beta;
  return ratio((1 + b2) * truePositives, b2 * support + predicted, zeroDivision);
}

/** {@link fBeta} of a confusion matrix. */
export function fBetaOf(confusion: ConfusionMatrix, options: Counted<FBetaOptions>): Float64Array {
  checkOptions(options, [...ofLabelOptions, 'beta']);
  return Float64Array.from(countsOf(confusion, options.labels), (counts) => fBetaOfCounts(counts, options));
}

function counted(
  yTrue: Labels,
  yPred: Labels,
  options: FBetaOptions,
): [ConfusionMatrix, Counted<FBetaOptions>] {
  checkOptions(options, [...labelOptions, 'beta']);
  const {classes, sampleWeights, ...rest} = options;
  return [countConfusions(yTrue, yPred, {classes, sampleWeights}), rest];
}

/**
 * Fβ of each class, [classes]: (1 + β²) TP / (β² support + predicted), the harmonic mean of precision and recall in
 * which recall counts β times as much.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is missing or not allowed
 * Source: scikit-learn's `fbeta_score` with `average=None`.
 */
export function fBeta(yTrue: Labels, yPred: Labels, options: FBetaOptions): Float64Array {
  return fBetaOf(...counted(yTrue, yPred, options));
}

/** {@link macroFBeta} of a confusion matrix. */
export function macroFBetaOf(confusion: ConfusionMatrix, options: Counted<FBetaOptions>): number {
  const values = fBetaOf(confusion, options).filter((value) => !Number.isNaN(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The unweighted mean of the classes' {@link fBeta}, 0 to 1. */
export function macroFBeta(yTrue: Labels, yPred: Labels, options: FBetaOptions): number {
  return macroFBetaOf(...counted(yTrue, yPred, options));
}

/** {@link microFBeta} of a confusion matrix. */
export function microFBetaOf(confusion: ConfusionMatrix, options: Counted<FBetaOptions>): number {
  checkOptions(options, [...ofLabelOptions, 'beta']);
  const sum = {truePositives: 0, support: 0, predicted: 0};
  for (const {truePositives, support, predicted} of countsOf(confusion, options.labels)) {
    sum.truePositives += truePositives;
    sum.support += support;
    sum.predicted += predicted;
  }
  return fBetaOfCounts(sum, options);
}

/** {@link fBeta} of the counts summed over the classes, 0 to 1. */
export function microFBeta(yTrue: Labels, yPred: Labels, options: FBetaOptions): number {
  return microFBetaOf(...counted(yTrue, yPred, options));
}

/** {@link weightedFBeta} of a confusion matrix. */
export function weightedFBetaOf(confusion: ConfusionMatrix, options: Counted<FBetaOptions>): number {
  const values = fBetaOf(confusion, options);
  let sum = 0;
  let total = 0;
  for (const [index, {support}] of countsOf(confusion, options.labels).entries()) {
    const value = values[index] as number;
    if (Number.isNaN(value)) continue;
    sum += support * value;
    total += support;
  }
  return total > 0 ? sum / total : macroFBetaOf(confusion, options);
}

/** The mean of the classes' {@link fBeta}, weighted by support, 0 to 1. */
export function weightedFBeta(yTrue: Labels, yPred: Labels, options: FBetaOptions): number {
  return weightedFBetaOf(...counted(yTrue, yPred, options));
}
