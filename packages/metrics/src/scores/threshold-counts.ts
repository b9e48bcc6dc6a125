import {forEachThreshold, type ScoredSides} from './thresholds.js';

/** How many are predicted as positive at each threshold: the distinct scores, descending. */
export interface ThresholdCounts {
  thresholds: Float64Array;
  /** Positive examples (or their weights) of at least this score: [thresholds]. */
  truePositives: Float64Array;
  /** Negative examples (or their weights) of at least this score: [thresholds]. */
  falsePositives: Float64Array;
  /** All of them. */
  positives: number;
  negatives: number;
}

/** Counts at every distinct score. */
export function countThresholds(sides: ScoredSides): ThresholdCounts {
  const columns = [new Float64Array(1024), new Float64Array(1024), new Float64Array(1024)] as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let size = 0;
  let truePositives = 0;
  let falsePositives = 0;
  forEachThreshold(sides, (score, positives, negatives) => {
    if (size === columns[0].length) for (const i of [0, 1, 2] as const) columns[i] = doubled(columns[i]);
    truePositives += positives;
    falsePositives += negatives;
    columns[0][size] = score;
    columns[1][size] = truePositives;
    columns[2][size] = falsePositives;
    size++;
  });
  const [thresholds, trues, falses] = columns.map((column) => column.slice(0, size));
  return {
    thresholds: thresholds as Float64Array,
    truePositives: trues as Float64Array,
    falsePositives: falses as Float64Array,
    positives: truePositives,
    negatives: falsePositives,
  };
}

function doubled(from: Float64Array): Float64Array {
  const result = new Float64Array(2 * from.length);
  result.set(from);
  return result;
}
