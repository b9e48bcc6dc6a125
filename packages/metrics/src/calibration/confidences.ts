import type {Labels} from '../input/labels.js';
import {checkWhole} from '../input/options.js';
import {type ProbabilityOptions, readProbabilities} from '../scores/probabilities.js';
import type {Scores} from '../scores/read.js';
import type {Floats} from '../scores/sort-keys.js';

/** What is held against what happened. */
export interface ConfidenceOptions extends ProbabilityOptions {
  /**
   * With rows: the class whose probability is held against how often it is right. Left out, that is the largest
   * probability of each row, and the class that has it (the first of equal ones).
   */
  label?: number;
}

/** Probabilities, whether what they were given for was the case, and weights (above 0). */
export interface Confidences {
  confidences: Floats;
  /** 1 or 0. */
  hits: ArrayLike<number>;
  weights?: Float64Array;
}

/** Reads the probability that counts of each example; those of weight 0 are left out. */
export function readConfidences(
  yTrue: Labels,
  probabilities: Scores,
  options: ConfidenceOptions,
): Confidences {
  const {label} = options;
  const {rows, columns, data, labels, weights} = readProbabilities(yTrue, probabilities, options);
  if (label !== undefined && columns === 1)
    throw new RangeError(
      `label is ${label}: it needs rows of probabilities [n, classes]; with [n], see positive`,
    );
  if (label !== undefined) checkWhole('label', label, 0, columns - 1);
  // Nothing to choose and nothing to leave out.
  if (columns === 1 && !weights) return {confidences: data, hits: labels};
  const confidences = new Float64Array(rows);
  const hits = new Uint8Array(rows);
  const kept = new Float64Array(weights ? rows : 0);
  let size = 0;
  for (let row = 0; row < rows; row++) {
    const weight = weights ? (weights[row] as number) : 1;
    if (weight === 0) continue;
    const chosen = columns === 1 ? 0 : (label ?? largest(data, row * columns, columns));
    confidences[size] = data[row * columns + chosen] as number;
    hits[size] = Number(labels[row] === (columns === 1 ? 1 : chosen));
    if (weights) kept[size] = weight;
    size++;
  }
  return {
    confidences: confidences.subarray(0, size),
    hits: hits.subarray(0, size),
    weights: weights && kept.subarray(0, size),
  };
}

function largest(data: ArrayLike<number>, from: number, columns: number): number {
  let best = 0;
  for (let column = 1; column < columns; column++)
    if ((data[from + column] as number) > (data[from + best] as number)) best = column;
  return best;
}
