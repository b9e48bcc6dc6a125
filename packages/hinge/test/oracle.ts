// The hinge losses in float64 with plain loops, as the two papers state them.

import {type LossOracle, linearScoresOf} from '@isomargin/testkit';
import type {headOptions} from '../src/hinge-head.js';

/** max(0, margin + max_{j≠y} s_j − s_y), or Σ_{j≠y} max(0, margin + s_j − s_y), every hinge squared on request. */
export const oracle: LossOracle<typeof headOptions> = (problem) => {
  const {variant, squared, margin} = problem.options;
  const losses = linearScoresOf(problem).map((scores, i) => {
    const y = problem.labels[i]!;
    const hinges = scores.filter((_, j) => j !== y).map((score) => Math.max(0, margin + score - scores[y]!));
    const judged = variant === 'crammer-singer' ? [Math.max(...hinges)] : hinges;
    return judged.reduce((sum, v) => sum + (squared ? v * v : v), 0);
  });
  return {losses};
};
