import {type Labels, readLabels} from '../input/labels.js';
import {checkLength, type Matrix, type Numbers, readMatrix, readWeightsOfPart} from '../input/numbers.js';
import {checkChoice, checkKnown, checkWhole} from '../input/options.js';
import {WeightedMean} from '../sums/weighted-mean.js';

/** Options of the top-k accuracy. */
export interface TopKOptions {
  /** How many of the largest scores may hold the class: 1 to the number of classes, default 5 (or all, if fewer). */
  k?: number;
  /** Which of equal scores comes first: the one of the 'lowest' class (default, as argmax) or of the 'highest'. */
  ties?: 'lowest' | 'highest';
  /** How much each example counts, [n]: finite, at least 0, not all 0. Default 1 each. */
  sampleWeights?: Numbers;
}

/**
 * The share of examples whose class is among the k largest scores, 0 to 1.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param scores [n, classes], finite
 * @throws RangeError or TypeError where lengths differ, a label is out of range, a score is not finite, or an option
 *   is not allowed
 * Source: scikit-learn's `top_k_accuracy_score`, which has `ties: 'highest'`.
 */
export function topKAccuracy(yTrue: Labels, scores: Matrix, options: TopKOptions = {}): number {
  const mean = new WeightedMean();
  addTopKHits(mean, yTrue, scores, options);
  return mean.value;
}

/** Adds to a mean, for each example, whether its class is among the k largest scores, and tells the number of columns. */
export function addTopKHits(mean: WeightedMean, yTrue: Labels, scores: Matrix, options: TopKOptions): number {
  checkKnown(options, ['k', 'ties', 'sampleWeights']);
  const {rows, columns, data} = readMatrix('scores', scores);
  const {k = Math.min(5, columns), ties = 'lowest', sampleWeights} = options;
  checkWhole('k', k, 1, columns);
  checkChoice('ties', ties, ['lowest', 'highest']);
  const {labels} = readLabels('yTrue', yTrue, 'true', columns);
  checkLength('scores', rows, labels.length);
  const weights = readWeightsOfPart(sampleWeights, rows);
  for (let row = 0; row < rows; row++) {
    const label = labels[row] as number;
    const own = data[row * columns + label] as number;
    let before = 0;
    for (let column = 0; column < columns; column++) {
      const score = data[row * columns + column] as number;
      const first = ties === 'lowest' ? column < label : column > label;
      if (score > own || (score === own && first)) before++;
    }
    mean.add(before < k ? 1 : 0, weights ? (weights[row] as number) : 1);
  }
  return columns;
}
