// Center loss and the rule of its centres in float64 with plain loops, from the paper's equations 4 and 5.

import {type LossOracle, linearScoresOf} from '@isomargin/testkit';
import type {centerOptions} from '../src/options.js';

type Numbers = ArrayLike<number>;

/** −log softmax(f·W + b)_y + λ/2 ‖f − c_y‖². */
export const oracle: LossOracle<typeof centerOptions> = (problem) => {
  const {dimension, embeddings, labels, options} = problem;
  const centers = problem.weight('centers');
  const losses = linearScoresOf(problem).map((scores, i) => {
    const y = labels[i]!;
    const top = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
    let distance = 0;
    for (let k = 0; k < dimension; k++) {
      distance += (embeddings[i * dimension + k]! - centers[y * dimension + k]!) ** 2;
    }
    return Math.log(total) + top - scores[y]! + (options.centerWeight / 2) * distance;
  });
  return {losses};
};

export function centersAfter(
  centers: Numbers,
  f: Numbers,
  labels: readonly number[],
  dimension: number,
  rate: number,
): Float64Array {
  const moved = Float64Array.from(centers);
  for (let j = 0; j * dimension < centers.length; j++) {
    const members = [...labels.keys()].filter((i) => labels[i] === j);
    for (let k = 0; k < dimension; k++) {
      const c = centers[j * dimension + k]!;
      let delta = 0;
      for (const i of members) delta += (c - f[i * dimension + k]!) / (1 + members.length);
      moved[j * dimension + k] = c - rate * delta;
    }
  }
  return moved;
}
