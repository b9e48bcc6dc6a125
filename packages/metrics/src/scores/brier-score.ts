import type {Labels} from '../input/labels.js';
import {checkKnown} from '../input/options.js';
import {WeightedMean} from '../sums/weighted-mean.js';
import {type ProbabilityOptions, readProbabilities} from './probabilities.js';
import type {Scores} from './read.js';

/** Options of the Brier score. */
export interface BrierOptions extends ProbabilityOptions {
  /** Whether it is halved, so that it lies between 0 and 1: default for two classes only, as in scikit-learn. */
  halved?: boolean;
}

/**
 * The mean squared distance of the probabilities from the one-hot label: 0 to 1 for two classes (where it is halved, and
 * so the squared error of the positive class's probability), else 0 to 2.
 *
 * @param yTrue labels [n] (with one probability an example 0 and 1, or see `positive`) or one-hot rows [n, classes]
 * @param probabilities [n] or [n, 1] of the positive class, or rows [n, classes] that sum to 1
 * @throws RangeError where lengths differ, a label, probability, weight or option is not allowed, or a row does not sum
 *   to 1; TypeError where one is no array or numeric tensor
 * Source: scikit-learn's `brier_score_loss`.
 */
export function brierScore(yTrue: Labels, probabilities: Scores, options: BrierOptions = {}): number {
  const mean = new WeightedMean();
  const columns = addSquaredErrors(mean, yTrue, probabilities, options);
  return scaled(mean, columns, options);
}

/** The mean, halved where that is chosen, or usual: with two classes. */
export function scaled(mean: WeightedMean, columns: number, {halved = columns <= 2}: BrierOptions): number {
  return halved ? mean.value / 2 : mean.value;
}

/** Adds the squared error of each example over all classes to a mean, and tells the number of columns. */
export function addSquaredErrors(
  mean: WeightedMean,
  yTrue: Labels,
  probabilities: Scores,
  options: BrierOptions,
): number {
  checkKnown(options, ['positive', 'sampleWeights', 'sumTolerance', 'halved']);
  const {halved} = options;
  if (halved !== undefined && typeof halved !== 'boolean')
    throw new RangeError(`halved is ${String(halved)}: allowed are true and false`);
  const {rows, columns, data, labels, weights} = readProbabilities(yTrue, probabilities, options);
  for (let row = 0, at = 0; row < rows; row++) {
    const label = labels[row] as number;
    let sum = 0;
    if (columns === 1) sum = 2 * ((data[at++] as number) - label) ** 2;
    else
      for (let column = 0; column < columns; column++)
        sum += ((data[at++] as number) - (column === label ? 1 : 0)) ** 2;
    const weight = weights ? (weights[row] as number) : 1;
    if (weight > 0) mean.add(sum, weight);
  }
  return columns;
}
