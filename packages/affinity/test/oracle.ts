// The affinity loss in float64, written down from the paper's equations with plain loops: slow, and with nothing in
// common with the code that it judges.

import type {LossOracle, LossProblem} from '@isomargin/testkit';
import type {affinityOptions} from '../src/options.js';

type Problem = LossProblem<typeof affinityOptions>;

/** A matrix in rows. */
export interface Rows {
  readonly values: ArrayLike<number>;
  readonly columns: number;
}

const squaredDistance = (a: Rows, i: number, b: Rows, j: number): number => {
  let total = 0;
  for (let k = 0; k < a.columns; k++) {
    total += (a.values[i * a.columns + k]! - b.values[j * b.columns + k]!) ** 2;
  }
  return total;
};

const rowCount = (a: Rows): number => a.values.length / a.columns;

/** d(f_i, w_j) = max_t exp(−‖f_i − w_{j,t}‖²/σ); prototype t of class j is row t·classes + j. */
function affinity(f: Rows, i: number, w: Rows, j: number, sigma: number, perClass: number): number {
  const classes = rowCount(w) / perClass;
  let best = 0;
  for (let t = 0; t < perClass; t++)
    best = Math.max(best, Math.exp(-squaredDistance(f, i, w, t * classes + j) / sigma));
  return best;
}

/** L_mm(i) = Σ_{j≠y} max(0, λ + d(f_i, w_j) − d(f_i, w_y)) of each example. */
export function marginLosses(
  f: Rows,
  labels: readonly number[],
  w: Rows,
  {sigma, margin, perClass}: {sigma: number; margin: number; perClass: number},
): number[] {
  const classes = rowCount(w) / perClass;
  return labels.map((y, i) => {
    const own = affinity(f, i, w, y, sigma, perClass);
    let loss = 0;
    for (let j = 0; j < classes; j++) {
      if (j !== y) loss += Math.max(0, margin + affinity(f, i, w, j, sigma, perClass) - own);
    }
    return loss;
  });
}

/** R: variance of the squared distances over pairs; with `perClass` given, only over pairs of different classes. */
export function varianceOfDistances(
  w: Rows,
  {betweenClasses}: {betweenClasses?: number} = {},
): {
  variance: number;
  mean: number;
} {
  const n = rowCount(w);
  const classes = n / (betweenClasses ?? 1);
  const distances: number[] = [];
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) {
      if (betweenClasses === undefined || j % classes !== k % classes)
        distances.push(squaredDistance(w, j, w, k));
    }
  }
  const mean = distances.reduce((a, b) => a + b, 0) / distances.length;
  const variance = distances.reduce((a, b) => a + (b - mean) ** 2, 0) / distances.length;
  return {variance, mean};
}

/** The prototypes in embedding units. Their unit is a learning rate of their own: the gradient does not have it. */
export function embeddingPrototypes(problem: Problem, frozen: Problem): number[][] {
  const [stored, start] = [problem.weight('prototypes'), frozen.weight('prototypes')];
  const [unit] = frozen.weight('unit');
  const {dimension} = problem;
  return Array.from({length: stored.length / dimension}, (_, j) =>
    Array.from({length: dimension}, (_, k) => {
      const at = j * dimension + k;
      return unit! * start[at]! + (stored[at]! - start[at]!);
    }),
  );
}

/**
 * σ of a class: the common one times exp(L tanh(10 s/L)) with L = 2.5, of which s is stored; the gradient is that to 10 s.
 */
function sigmaOf(problem: Problem, frozen: Problem, j: number): number {
  const common = problem.weight('sigma')[0]!;
  if (problem.weights.logSigma === undefined) return common;
  const [stored, start] = [problem.weight('logSigma')[j]!, frozen.weight('logSigma')[j]!];
  const limit = 2.5;
  return common * Math.exp(limit * Math.tanh((10 * start + (stored - start)) / limit));
}

/** λ = max(0.05, 0.6 · mean |d_y − max_{j≠y} d_j|) of a batch. */
function automaticMargin(d: readonly (readonly number[])[], labels: readonly number[]): number {
  const gaps = d.map((row, i) =>
    Math.abs(row[labels[i]!]! - Math.max(...row.filter((_, j) => j !== labels[i]))),
  );
  return Math.max(0.05, (0.6 * gaps.reduce((a, b) => a + b, 0)) / gaps.length);
}

/** Examples of each class that margins and weights go by; ten more of each, where the head counts. */
function countsOf({options, classes, weights}: Problem): readonly number[] {
  if (options.classCounts === 'none') return Array<number>(classes).fill(1);
  if (options.classCounts !== 'auto') return options.classCounts;
  return Array.from(weights.classCounts!.values, (count) => count + 10);
}

/** By how much λ is larger for each factor of e between counts: none of them may be below a tenth of λ. */
function marginGrowth(counts: readonly number[], {margin, countMargin}: Problem['options']): number {
  if (margin === 'auto') return 0;
  const ratio = Math.max(...counts) / Math.min(...counts);
  return ratio === 1 ? countMargin : Math.min(countMargin, (0.9 * margin) / Math.log(ratio));
}

/** What the head computes: the loss with the prototypes, σ and margin as the options say, and the regularizer. */
export const oracle: LossOracle<typeof affinityOptions> = (problem, frozen) => {
  const {batch, classes, dimension, labels, options} = problem;
  const {prototypesPerClass: perClass} = options;
  const affinitiesOf = (p: Problem): number[][] => {
    const w = {values: embeddingPrototypes(p, frozen).flat(), columns: dimension};
    const f = {values: p.embeddings, columns: dimension};
    return Array.from({length: batch}, (_, i) =>
      Array.from({length: classes}, (_, j) => affinity(f, i, w, j, sigmaOf(p, frozen, j), perClass)),
    );
  };
  const margin = options.margin === 'auto' ? automaticMargin(affinitiesOf(frozen), labels) : options.margin;
  const counts = countsOf(frozen);
  const growth = marginGrowth(counts, options);
  const losses = affinitiesOf(problem).map((row, i) => {
    const y = labels[i]!;
    const mean = counts.reduce((a, b) => a + b, 0) / classes;
    const weight = (counts[y]! / mean) ** -options.countWeight;
    const demanded = (j: number): number => margin + growth * Math.log(counts[j]! / counts[y]!);
    return row.reduce(
      (sum, d, j) => (j === y ? sum : sum + weight * Math.max(0, demanded(j) + d - row[y]!)),
      0,
    );
  });
  return {
    losses,
    regularizer: options.diversityWeight * diversityOf(embeddingPrototypes(problem, frozen), options),
  };
};

function diversityOf(prototypes: readonly number[][], options: Problem['options']): number {
  const {diversityPairs, diversityScale, prototypesPerClass: perClass} = options;
  const classes = prototypes.length / perClass;
  const columns = prototypes[0]!.length;
  const means = Array.from({length: classes}, (_, j) =>
    Array.from({length: columns}, (_, k) => {
      let total = 0;
      for (let t = 0; t < perClass; t++) total += prototypes[t * classes + j]![k]!;
      return total / perClass;
    }),
  );
  const points = diversityPairs === 'class-means' ? means : prototypes;
  const betweenClasses = diversityPairs === 'between-classes' ? perClass : undefined;
  const {variance, mean} = varianceOfDistances({values: points.flat(), columns}, {betweenClasses});
  return diversityScale === 'absolute' ? variance : variance / mean ** 2;
}
