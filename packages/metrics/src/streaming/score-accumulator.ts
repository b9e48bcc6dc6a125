import type {FlatMatrix} from '../input/arrays.js';
import {readWeightsOfPart} from '../input/numbers.js';
import {checkKnown} from '../input/options.js';
import {readClasses, readScores, readSides, type Scores} from '../scores/read.js';
import type {Floats} from '../scores/sort-keys.js';
import {type Accumulator, checkAdded, checkSame} from './accumulator.js';

/** Examples as the metrics of scores take them. */
export interface KeptScores {
  /** The class of each example; with one score an example, 1 for the positive class and else 0. */
  yTrue: Int32Array;
  /** [n], or rows [n, classes]; float32 where all updates had such. */
  scores: Floats | FlatMatrix;
  /** [n], where any update had weights. */
  sampleWeights?: Float64Array;
}

/** The examples of one update. */
interface ScorePart {
  columns: number;
  labels: Int32Array;
  scores: Floats;
  weights?: Float64Array;
}

/** Everything that was added. */
export interface ScoreState {
  parts: readonly ScorePart[];
}

/**
 * Keeps scores and labels, for what needs all of them: AUROC, average precision, curves, quantile bins. No sums can stand
 * for these: how two examples of different batches compare decides. A million examples with one float32 score take 8 MB.
 *
 * Without weights the metrics of the result do not depend on how examples are split and in which order they are merged;
 * with weights they do in the last digits, because equal scores are added up in the order they came in.
 *
 * @param options.positive with one score an example: the label of the class that the scores are of, default 1
 */
export function scoreAccumulator(
  options: {positive?: number} = {},
): Accumulator<Scores, KeptScores, ScoreState> {
  checkKnown(options, ['positive']);
  const parts: ScorePart[] = [];
  const checkColumns = (columns: number): void => {
    if (parts[0]) checkSame('columns', parts[0].columns, columns);
  };
  return {
    get state() {
      return {parts: [...parts]};
    },
    update(yTrue, scores, given = {}) {
      checkKnown(given, ['sampleWeights']);
      const {rows, columns, data} = readScores('scores', scores);
      checkColumns(columns);
      const labels =
        columns === 1 ? readSides(yTrue, options.positive, rows) : readClasses(yTrue, columns, rows);
      const weights = readWeightsOfPart(given.sampleWeights, rows);
      // Copies: the caller may use the arrays again.
      parts.push({
        columns,
        labels: Int32Array.from(labels),
        scores: data.slice(),
        weights: weights && Float64Array.from(weights),
      });
    },
    merge({state}) {
      for (const part of state.parts) {
        checkColumns(part.columns);
        parts.push(part);
      }
    },
    result() {
      checkAdded(parts.length);
      return joined(parts);
    },
  };
}

function joined(parts: readonly ScorePart[]): KeptScores {
  const {columns} = parts[0] as ScorePart;
  const n = parts.reduce((sum, {labels}) => sum + labels.length, 0);
  const isSingle = parts.every(({scores}) => scores instanceof Float32Array);
  const yTrue = new Int32Array(n);
  const data = isSingle ? new Float32Array(n * columns) : new Float64Array(n * columns);
  const sampleWeights = parts.some(({weights}) => weights) ? new Float64Array(n).fill(1) : undefined;
  let at = 0;
  for (const {labels, scores, weights} of parts) {
    yTrue.set(labels, at);
    data.set(scores, at * columns);
    if (weights) sampleWeights?.set(weights, at);
    at += labels.length;
  }
  return {yTrue, scores: columns === 1 ? data : {data, shape: [n, columns]}, sampleWeights};
}
