import type {LossOracle} from '@isomargin/testkit';
import type {options} from '../src/my-loss-head.js';

/** The loss of each example as the paper defines it, in float64. */
export const oracle: LossOracle<typeof options> = (problem) => {
  const {classes, dimension, embeddings, labels} = problem;
  const {margin, likelihood} = problem.options;
  const means = problem.weight('means');

  const distance = (i: number, j: number): number => {
    let sum = 0;
    for (let k = 0; k < dimension; k++)
      sum += (embeddings[i * dimension + k]! - means[j * dimension + k]!) ** 2;
    return sum / 2;
  };
  const losses = labels.map((y, i) => {
    const logits = Array.from({length: classes}, (_, j) => -distance(i, j) * (j === y ? 1 + margin : 1));
    const top = Math.max(...logits);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
    return Math.log(total) + top - logits[y]! + likelihood * distance(i, y);
  });
  return {losses};
};
