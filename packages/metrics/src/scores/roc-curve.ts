import type {Labels} from '../input/labels.js';
import {type Matrix, type Numbers, readWeights} from '../input/numbers.js';
import {keptPoints} from './kept-points.js';
import {type CurveOptions, checkScoreOptions} from './options.js';
import {readScoreVector, readSides} from './read.js';
import {countThresholds} from './threshold-counts.js';
import {rateOf} from './zero-division.js';

/** A receiver operating characteristic: one point a threshold, which predicts scores ≥ threshold as positive. */
export interface RocCurve {
  /** The share of negatives that are predicted as positive, 0 to 1, ascending: [points]. */
  falsePositiveRate: Float64Array;
  /** The share of positives that are predicted as positive, 0 to 1, ascending: [points]. */
  truePositiveRate: Float64Array;
  /** Descending from Infinity, where nothing is positive: [points]. */
  thresholds: Float64Array;
}

/**
 * The ROC curve. Equal scores make one point, so that their order does not matter.
 *
 * @param yTrue labels [n], 0 and 1 (or see `positive`)
 * @param scores [n] or [n, 1], finite: the larger, the more likely positive
 * @throws RangeError where lengths differ, a label, score, weight or option is not allowed, or there are no positive or
 *   no negative examples and no `zeroDivision` is given
 * Source: scikit-learn's `roc_curve`, which has `dropIntermediate: true` as default, and NaN for 0/0.
 */
export function rocCurve(yTrue: Labels, scores: Numbers | Matrix, options: CurveOptions = {}): RocCurve {
  checkScoreOptions(options, ['zeroDivision', 'dropIntermediate']);
  const {positive, sampleWeights, zeroDivision, dropIntermediate = false} = options;
  const data = readScoreVector('scores', scores);
  const sides = readSides(yTrue, positive, data.length);
  const weights = readWeights(sampleWeights, sides.length);
  const counts = countThresholds({scores: data, offset: 0, stride: 1, sides, weights});
  const {thresholds, truePositives, falsePositives} = counts;
  const size = thresholds.length;
  const isCorner = (i: number): boolean =>
    i === 0 || i === size - 1 || bends(truePositives, i) || bends(falsePositives, i);
  const kept = dropIntermediate ? keptPoints(size, isCorner) : undefined;
  const pick = (from: Float64Array): Float64Array =>
    kept ? Float64Array.from(kept, (i) => from[i] as number) : from;
  const fpr = rateOf('negative', pick(falsePositives), falsePositives[size - 1] as number, zeroDivision);
  const tpr = rateOf('positive', pick(truePositives), truePositives[size - 1] as number, zeroDivision);
  return {
    falsePositiveRate: after(counts.negatives > 0 ? 0 : (zeroDivision as number), fpr),
    truePositiveRate: after(counts.positives > 0 ? 0 : (zeroDivision as number), tpr),
    thresholds: after(Infinity, pick(thresholds)),
  };
}

/** Whether the steps to and from a point differ. */
function bends(counts: Float64Array, i: number): boolean {
  return (
    (counts[i + 1] as number) - (counts[i] as number) !== (counts[i] as number) - (counts[i - 1] as number)
  );
}

function after(first: number, rest: Float64Array): Float64Array {
  const result = new Float64Array(rest.length + 1);
  result[0] = first;
  result.set(rest, 1);
  return result;
}
