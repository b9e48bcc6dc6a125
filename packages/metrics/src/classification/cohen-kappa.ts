import type {Labels} from '../input/labels.js';
import {type ConfusionMatrix, countConfusions} from './confusion-matrix.js';
import {
  type CohenKappaOptions,
  type Counted,
  checkOptions,
  metricOptions,
  ofMetricOptions,
} from './options.js';
import {countsPerClass, ratio} from './per-class.js';

/** {@link cohenKappa} of a confusion matrix. */
export function cohenKappaOf(confusion: ConfusionMatrix, options: Counted<CohenKappaOptions> = {}): number {
  checkOptions(options, [...ofMetricOptions, 'weighting']);
  const {weighting = 'none', zeroDivision = 0} = options;
  const classes = countsPerClass(confusion);
  const k = classes.length;
  const total = classes.reduce((sum, {support}) => sum + support, 0);
  let observed = 0;
  let expected = 0;
  for (const [t, {support}] of classes.entries()) {
    for (const [p, {predicted}] of classes.entries()) {
      const distance = Math.abs(t - p);
      const cost =
        weighting === 'none'
          ? Math.min(distance, 1)
          : weighting === 'linear'
            ? distance
            : distance * distance;
      observed += cost * (confusion.counts[t * k + p] as number);
      expected += (cost * support * predicted) / total;
    }
  }
  return 1 - ratio(observed, expected, 1 - zeroDivision);
}

/**
 * Cohen's κ, up to 1: by how much the agreement of truth and prediction is above that of chance (0). 0/0
 * (`zeroDivision`) where all examples are of one class and are predicted as it. With a `weighting` give `classes`,
 * so that the distance of two classes is that of their labels and not of the labels that happen to occur.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: Cohen, "Weighted kappa", 1968; scikit-learn's `cohen_kappa_score`.
 */
export function cohenKappa(yTrue: Labels, yPred: Labels, options: CohenKappaOptions = {}): number {
  checkOptions(options, [...metricOptions, 'weighting']);
  const {classes, sampleWeights, ...rest} = options;
  return cohenKappaOf(countConfusions(yTrue, yPred, {classes, sampleWeights}), rest);
}
