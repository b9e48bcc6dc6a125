import {cosinesOf, crossEntropiesOf, type LossOracle} from '@isomargin/testkit';
import type {options} from '../src/my-loss-head.js';

/** The loss of each example as the paper defines it, in float64. */
export const oracle: LossOracle<typeof options> = (problem) => {
  const {
    labels,
    options: {scale, margin},
  } = problem;
  const logits = cosinesOf(problem).map((row, i) =>
    row.map((c, j) => scale * (j === labels[i] ? c - margin : c)),
  );
  return {losses: crossEntropiesOf(logits, labels)};
};
