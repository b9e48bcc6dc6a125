// CosFace in float64 with plain loops.

import type {LossOracle, LossProblem} from '@isomargin/testkit';
import type {cosfaceOptions} from '../src/options.js';

/** cos θ of embedding i and class j; 0 where one of them is zero. */
export function cosineOf(problem: LossProblem<typeof cosfaceOptions>, i: number, j: number): number {
  const {classes, dimension, embeddings} = problem;
  const kernel = problem.weight('kernel');
  let [product, ff, ww] = [0, 0, 0];
  for (let k = 0; k < dimension; k++) {
    const [a, b] = [embeddings[i * dimension + k]!, kernel[k * classes + j]!];
    product += a * b;
    ff += a * a;
    ww += b * b;
  }
  return ff * ww === 0 ? 0 : product / Math.sqrt(ff) / Math.sqrt(ww);
}

/** −log( exp(s(cos θ_y − m)) / (exp(s(cos θ_y − m)) + Σ_{j≠y} exp(s cos θ_j)) ) of each example. */
export const oracle: LossOracle<typeof cosfaceOptions> = (problem) => {
  const {scale, margin} = problem.options;
  const losses = problem.labels.map((y, i) => {
    const own = scale * (cosineOf(problem, i, y) - margin);
    let others = 0;
    for (let j = 0; j < problem.classes; j++) {
      if (j !== y) others += Math.exp(scale * cosineOf(problem, i, j) - own);
    }
    return Math.log1p(others);
  });
  return {losses};
};
