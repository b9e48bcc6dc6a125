import type {Labels} from '../input/labels.js';
import {type ConfusionMatrix, countConfusions} from './confusion-matrix.js';
import {type Counted, checkOptions, type MetricOptions, metricOptions, ofMetricOptions} from './options.js';
import {countsPerClass} from './per-class.js';

/** {@link matthewsCorrelation} of a confusion matrix. */
export function matthewsCorrelationOf(
  confusion: ConfusionMatrix,
  options: Counted<MetricOptions> = {},
): number {
  checkOptions(options, ofMetricOptions);
  let hits = 0;
  let total = 0;
  let together = 0;
  let truths = 0;
  let predictions = 0;
  for (const {truePositives, support, predicted} of countsPerClass(confusion)) {
    hits += truePositives;
    total += support;
    together += support * predicted;
    truths += support * support;
    predictions += predicted * predicted;
  }
  const spread = (total * total - truths) * (total * total - predictions);
  return spread > 0 ? (hits * total - together) / Math.sqrt(spread) : (options.zeroDivision ?? 0);
}

/**
 * The Matthews correlation coefficient, −1 to 1: the correlation of truth and prediction, 0 for guessing however
 * the classes are distributed. 0/0 (`zeroDivision`) where all examples are of one class or all are predicted as one.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}
 * Source: Gorodkin, "Comparing two K-category assignments by a K-category correlation coefficient", 2004;
 * scikit-learn's `matthews_corrcoef`.
 */
export function matthewsCorrelation(yTrue: Labels, yPred: Labels, options: MetricOptions = {}): number {
  checkOptions(options, metricOptions);
  const {zeroDivision} = options;
  return matthewsCorrelationOf(countConfusions(yTrue, yPred, options), {zeroDivision});
}
