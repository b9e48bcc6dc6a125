// Softmax cross entropy in float64 with plain loops.

import type {linearOptions} from '@isomargin/core';
import {type LossOracle, linearScoresOf} from '@isomargin/testkit';

/** −log softmax(s)_y. */
export const oracle: LossOracle<typeof linearOptions> = (problem) => {
  const losses = linearScoresOf(problem).map((scores, i) => {
    const top = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
    return Math.log(total) + top - scores[problem.labels[i]!]!;
  });
  return {losses};
};
