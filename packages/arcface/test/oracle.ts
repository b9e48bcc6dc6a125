// ArcFace in float64 with plain loops, from angles.

import type {LossOracle, LossProblem} from '@isomargin/testkit';
import type {arcfaceOptions} from '../src/options.js';

type Problem = LossProblem<typeof arcfaceOptions>;

/** cos θ of embedding i and a column; 0 where one of them is zero. */
function cosineOf(problem: Problem, i: number, column: number): number {
  const {classes, dimension, embeddings, options} = problem;
  const columns = classes * options.subcenters;
  const kernel = problem.weight('kernel');
  let [product, ff, ww] = [0, 0, 0];
  for (let k = 0; k < dimension; k++) {
    const [a, b] = [embeddings[i * dimension + k]!, kernel[k * columns + column]!];
    product += a * b;
    ff += a * a;
    ww += b * b;
  }
  // Around 0 and π an angle has half the digits of its cosine.
  const cosine = ff * ww === 0 ? 0 : problem.rounded(product / Math.sqrt(ff) / Math.sqrt(ww));
  return Math.max(-1, Math.min(1, cosine));
}

/** cos(θ + m), or what stands in for it. */
function withMargin(c: number, {margin, easyMargin}: Problem['options']): number {
  const angle = Math.acos(c);
  if (easyMargin) return angle < Math.PI / 2 ? Math.cos(angle + margin) : c;
  return angle + margin <= Math.PI ? Math.cos(angle + margin) : c - margin * Math.sin(margin);
}

/** Cross entropy of s cos θ_j with s cos(θ_y + m) for the own class, of each example. */
export const oracle: LossOracle<typeof arcfaceOptions> = (problem) => {
  const {classes, labels, options} = problem;
  const losses = labels.map((y, i) => {
    const logits = Array.from({length: classes}, (_, j) => {
      let nearest = -1;
      for (let t = 0; t < options.subcenters; t++) {
        nearest = Math.max(nearest, cosineOf(problem, i, t * classes + j));
      }
      return options.scale * (j === y ? withMargin(nearest, options) : nearest);
    });
    const others = logits.filter((_, j) => j !== y).map((logit) => Math.exp(logit - logits[y]!));
    return Math.log1p(others.reduce((a, b) => a + b, 0));
  });
  return {losses};
};
