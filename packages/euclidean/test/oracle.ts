// ‖p − onehot‖² in float64 with plain loops.

import {type LossOracle, linearScoresOf} from '@isomargin/testkit';
import type {headOptions} from '../src/euclidean-head.js';

function softmax(scores: readonly number[]): number[] {
  const powers = scores.map((s) => Math.exp(s - Math.max(...scores)));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / total);
}

/** The squared distance of softmax(s), or of s, to the one-hot label. */
export const oracle: LossOracle<typeof headOptions> = (problem) => {
  const losses = linearScoresOf(problem).map((scores, i) => {
    const p = problem.options.compare === 'scores' ? scores : softmax(scores);
    return p.reduce((sum, v, j) => sum + (v - (j === problem.labels[i] ? 1 : 0)) ** 2, 0);
  });
  return {losses};
};
