import type {Labels} from '../input/labels.js';
import {type ConfusionMatrix, countConfusions} from './confusion-matrix.js';
import {type Counted, checkOptions, type GMeanOptions, labelOptions, ofLabelOptions} from './options.js';
import {type ClassMetrics, perClassOf} from './per-class.js';

/** The geometric mean of recalls, those of 0 replaced by `correction`, those that are NaN left out. */
export function geometricMeanRecall(classes: readonly ClassMetrics[], correction: number): number {
  const recalls = classes.map(({recall}) => recall).filter((recall) => !Number.isNaN(recall));
  // By logarithms: the product of many small recalls would underflow. exp(−∞) is 0, as it should be.
  const logs = recalls.map((recall) => Math.log(recall === 0 ? correction : recall));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

/** {@link gMean} of a confusion matrix. */
export function gMeanOf(confusion: ConfusionMatrix, options: Counted<GMeanOptions> = {}): number {
  checkOptions(options, [...ofLabelOptions, 'correction']);
  const {correction = 0, ...rest} = options;
  return geometricMeanRecall(perClassOf(confusion, rest), correction);
}

/**
 * The geometric mean of the classes' recalls, 0 to 1; 0 as soon as one class is never found, unless
 * `correction` is set.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: Kubat and Matwin, "Addressing the curse of imbalanced training sets: one-sided selection", ICML
 * 1997; for more than two classes imbalanced-learn's `geometric_mean_score`, which always has
 * `zeroDivision` 0.
 */
export function gMean(yTrue: Labels, yPred: Labels, options: GMeanOptions = {}): number {
  checkOptions(options, [...labelOptions, 'correction']);
  const {classes, sampleWeights, ...rest} = options;
  return gMeanOf(countConfusions(yTrue, yPred, {classes, sampleWeights}), rest);
}
