// SphereFace in float64 with plain loops, from angles.

import type {LossOracle, LossProblem} from '@isomargin/testkit';
import type {spherefaceOptions} from '../src/options.js';

type Problem = LossProblem<typeof spherefaceOptions>;

/** ‖f‖ of embedding i, and cos θ of it and a class; 0 where one of them is zero. */
function polar(problem: Problem, i: number, j: number): {norm: number; cosine: number} {
  const {classes, dimension, embeddings} = problem;
  const kernel = problem.weight('kernel');
  let [product, ff, ww] = [0, 0, 0];
  for (let k = 0; k < dimension; k++) {
    const [a, b] = [embeddings[i * dimension + k]!, kernel[k * classes + j]!];
    product += a * b;
    ff += a * a;
    ww += b * b;
  }
  // Around 0 and π an angle has half the digits of its cosine.
  const cosine = ff * ww === 0 ? 0 : problem.rounded(product / Math.sqrt(ff) / Math.sqrt(ww));
  return {norm: Math.sqrt(ff), cosine: Math.max(-1, Math.min(1, cosine))};
}

/** ψ(θ) = (−1)^k cos(mθ) − 2k in the piece k of θ. */
function psi(cosine: number, m: number): number {
  const angle = Math.acos(cosine);
  const k = Math.min(m - 1, Math.floor((angle * m) / Math.PI));
  return (-1) ** k * Math.cos(m * angle) - 2 * k;
}

/** λ after some training steps. */
function lambdaOf({options, weights}: Problem): number {
  if (options.annealing === 'none') return options.lambda;
  const {annealingStart, annealingRate, annealingPower, lambda} = options;
  const steps = weights.steps!.values[0]!;
  return Math.max(lambda, annealingStart * (1 + annealingRate * steps) ** -annealingPower);
}

/** Cross entropy of ‖f‖ cos θ_j with ‖f‖ (λ cos θ_y + ψ(θ_y)) / (1 + λ), of each example. */
export const oracle: LossOracle<typeof spherefaceOptions> = (problem) => {
  const lambda = lambdaOf(problem);
  const losses = problem.labels.map((y, i) => {
    const logits = Array.from({length: problem.classes}, (_, j) => {
      const {norm, cosine} = polar(problem, i, j);
      const own = (lambda * cosine + psi(cosine, problem.options.m)) / (1 + lambda);
      return norm * (j === y ? own : cosine);
    });
    const top = Math.max(...logits);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
    return Math.log(total) + top - logits[y]!;
  });
  return {losses};
};
