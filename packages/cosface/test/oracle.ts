import {cosinesOf, crossEntropiesOf, type LossOracle} from '@isomargin/testkit';
import type {cosfaceOptions} from '../src/options.js';

/** −log( exp(s(cos θ_y − m)) / (exp(s(cos θ_y − m)) + Σ_{j≠y} exp(s cos θ_j)) ) of each example, in float64. */
export const oracle: LossOracle<typeof cosfaceOptions> = (problem) => {
  const {labels, options} = problem;
  const logits = cosinesOf(problem).map((row, i) =>
    row.map((c, j) => options.scale * (j === labels[i] ? c - options.margin : c)),
  );
  return {losses: crossEntropiesOf(logits, labels)};
};
