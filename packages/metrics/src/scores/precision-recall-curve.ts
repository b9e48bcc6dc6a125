import type {Labels} from '../input/labels.js';
import {type Matrix, type Numbers, readWeights} from '../input/numbers.js';
import {keptPoints} from './kept-points.js';
import {type CurveOptions, checkScoreOptions} from './options.js';
import {readScoreVector, readSides} from './read.js';
import {countThresholds} from './threshold-counts.js';
import {rateOf} from './zero-division.js';

/** Precision and recall at every threshold, which predicts scores ≥ threshold as positive. */
export interface PrecisionRecallCurve {
  /** [thresholds + 1]; the last is 1, where nothing is predicted as positive. */
  precision: Float64Array;
  /** Descending, [thresholds + 1]; the last is 0. */
  recall: Float64Array;
  /** The distinct scores, ascending. */
  thresholds: Float64Array;
}

/**
 * The precision-recall curve. Equal scores make one point.
 *
 * @param yTrue labels [n], 0 and 1 (or see `positive`)
 * @param scores [n] or [n, 1], finite: the larger, the more likely positive
 * @throws RangeError where lengths differ, a label, score, weight or option is not allowed, or there are no positive
 *   examples and no `zeroDivision` (the recall then) is given
 * Source: scikit-learn's `precision_recall_curve`, where a recall 0/0 is 1.
 */
export function precisionRecallCurve(
  yTrue: Labels,
  scores: Numbers | Matrix,
  options: CurveOptions = {},
): PrecisionRecallCurve {
  checkScoreOptions(options, ['zeroDivision', 'dropIntermediate']);
  const {positive, sampleWeights, zeroDivision, dropIntermediate = false} = options;
  const data = readScoreVector('scores', scores);
  const sides = readSides(yTrue, positive, data.length);
  const weights = readWeights(sampleWeights, sides.length);
  const {thresholds, truePositives, falsePositives} = countThresholds({
    scores: data,
    offset: 0,
    stride: 1,
    sides,
    weights,
  });
  const last = thresholds.length - 1;
  const changes = (i: number, j: number): boolean => truePositives[i] !== truePositives[j];
  const kept = keptPoints(
    last + 1,
    (i) => !dropIntermediate || i === 0 || i === last || changes(i, i - 1) || changes(i, i + 1),
  );
  const precision = truePositives.map((count, i) => count / (count + (falsePositives[i] as number)));
  const recall = rateOf('positive', truePositives, truePositives[last] as number, zeroDivision);
  return {
    precision: fromTheEnd(precision, kept, 1),
    recall: fromTheEnd(recall, kept, 0),
    thresholds: fromTheEnd(thresholds, kept),
  };
}

/** The kept points from the last to the first, and then a point more. */
function fromTheEnd(values: Float64Array, kept: Int32Array, end?: number): Float64Array {
  const result = new Float64Array(kept.length + (end === undefined ? 0 : 1)).fill(end ?? 0);
  for (let i = 0; i < kept.length; i++) result[i] = values[kept[kept.length - 1 - i] as number] as number;
  return result;
}
