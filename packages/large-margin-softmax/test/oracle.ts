// Large-margin softmax in float64 with plain loops, from the angle, as the paper's equations 4 to 6 have it.

import type {LossOracle, LossProblem} from '@isomargin/testkit';
import type {largeMarginSoftmaxOptions} from '../src/options.js';

type Problem = LossProblem<typeof largeMarginSoftmaxOptions>;

function psi(angle: number, m: number): number {
  const k = Math.min(m - 1, Math.floor((angle * m) / Math.PI));
  return (-1) ** k * Math.cos(m * angle) - 2 * k;
}

/** λ after some training steps. */
function lambdaOf({options, weights}: Problem): number {
  if (options.annealing === 'none') return 0;
  const {annealingStart, annealingRate, annealingPower, annealingEnd} = options;
  const steps = weights.steps!.values[0]!;
  return Math.max(annealingEnd, annealingStart * (1 + annealingRate * steps) ** -annealingPower);
}

/** Cross entropy of f·w_j with ‖f‖ ‖w_y‖ (λ cos θ_y + ψ(θ_y)) / (1 + λ) for the own class. */
export const oracle: LossOracle<typeof largeMarginSoftmaxOptions> = (problem) => {
  const {classes, dimension, embeddings: f, labels, options} = problem;
  const w = problem.weight('kernel');
  const lambda = lambdaOf(problem);
  const dot = (x: Float64Array, i: number, y: Float64Array, j: number): number => {
    let sum = 0;
    for (let k = 0; k < dimension; k++) sum += x[i * dimension + k]! * y[j * dimension + k]!;
    return sum;
  };
  const losses = labels.map((y, i) => {
    const scores = Array.from({length: classes}, (_, j) => dot(f, i, w, j));
    const norms = Math.sqrt(dot(f, i, f, i)) * Math.sqrt(dot(w, y, w, y));
    // Around 0 and π an angle has half the digits of its cosine.
    const cosine = norms === 0 ? 0 : Math.max(-1, Math.min(1, problem.rounded(scores[y]! / norms)));
    scores[y] = (norms * (lambda * cosine + psi(Math.acos(cosine), options.m))) / (1 + lambda);
    const top = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
    return Math.log(total) + top - scores[y]!;
  });
  return {losses};
};
