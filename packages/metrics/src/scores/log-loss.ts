import type {Labels} from '../input/labels.js';
import {checkKnown, refuse} from '../input/options.js';
import {WeightedMean} from '../sums/weighted-mean.js';
import {type ProbabilityOptions, readProbabilities} from './probabilities.js';
import type {Scores} from './read.js';

/** Options of the log loss. */
export interface LogLossOptions extends ProbabilityOptions {
  /**
   * Probabilities are cut to [clip, 1 − clip], so that one that is sure and wrong does not make the loss infinite: above 0,
   * at most 0.5. Default as in scikit-learn: 2⁻⁵², or 2⁻²³ with a Float32Array or a tensor.
   */
  clip?: number;
}

/**
 * The mean of −ln of the probability of each example's class, at least 0.
 *
 * @param yTrue labels [n] (with one probability an example 0 and 1, or see `positive`) or one-hot rows [n, classes]
 * @param probabilities [n] or [n, 1] of the positive class, or rows [n, classes] that sum to 1
 * @throws RangeError where lengths differ, a label, probability, weight or option is not allowed, or a row does not sum
 *   to 1; TypeError where one is no array or numeric tensor
 * Source: scikit-learn's `log_loss`, which only warns where rows do not sum to 1.
 */
export function logLoss(yTrue: Labels, probabilities: Scores, options: LogLossOptions = {}): number {
  const mean = new WeightedMean();
  addLogLosses(mean, yTrue, probabilities, options);
  return mean.value;
}

/** Adds the log loss of each example to a mean, and tells the number of columns. */
export function addLogLosses(
  mean: WeightedMean,
  yTrue: Labels,
  probabilities: Scores,
  options: LogLossOptions,
): number {
  checkKnown(options, ['positive', 'sampleWeights', 'sumTolerance', 'clip']);
  const {rows, columns, data, labels, weights} = readProbabilities(yTrue, probabilities, options);
  const {clip = data instanceof Float32Array ? 2 ** -23 : 2 ** -52} = options;
  if (!(clip > 0 && clip <= 0.5)) refuse('clip', clip, 'it must be above 0 and at most 0.5');
  for (let row = 0; row < rows; row++) {
    const weight = weights ? (weights[row] as number) : 1;
    if (weight === 0) continue;
    const label = labels[row] as number;
    const given = data[columns === 1 ? row : row * columns + label] as number;
    const own = columns === 1 && label === 0 ? 1 - given : given;
    const loss = -Math.log(Math.min(Math.max(own, clip), 1 - clip));
    mean.add(loss, weight);
  }
  return columns;
}
