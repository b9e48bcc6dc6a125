// The losses in float64, written down from the papers with plain loops.

import type {LossProblem, OracleWeight} from '@isomargin/testkit';

/** One row of scores a example. */
type Scores = readonly (readonly number[])[];

/** What the cosines of a problem need of it. */
interface Angular extends Pick<LossProblem, 'batch' | 'classes' | 'dimension' | 'embeddings'> {
  readonly weights: Readonly<Record<string, OracleWeight>>;
  rounded(value: number): number;
}

/** Cosines, with a weight [classes, d]; the angle to a vector of norm 0 is a right one. */
export function cosinesOf(problem: Angular, name: string): number[][] {
  const {batch, classes, dimension, embeddings} = problem;
  const prototypes = problem.weights[name]!.values;
  return Array.from({length: batch}, (_, i) =>
    Array.from({length: classes}, (_, j) => {
      let [dot, ff, ww] = [0, 0, 0];
      for (let k = 0; k < dimension; k++) {
        const [a, b] = [embeddings[i * dimension + k]!, prototypes[j * dimension + k]!];
        dot += a * b;
        ff += a * a;
        ww += b * b;
      }
      return ff === 0 || ww === 0 ? 0 : problem.rounded(dot / Math.sqrt(ff * ww));
    }),
  );
}

export function crossEntropy(scores: readonly number[], y: number): number {
  const top = Math.max(...scores);
  return Math.log(scores.reduce((sum, s) => sum + Math.exp(s - top), 0)) + top - scores[y]!;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export function focal(scores: Scores, labels: readonly number[], gamma: number): number[] {
  return scores.map((row, i) => {
    const y = labels[i]!;
    const top = Math.max(...row);
    const powers = row.map((s) => Math.exp(s - top));
    const wrong = sum(powers.filter((_, j) => j !== y)) / sum(powers);
    // log1p where p_y is near 1, so that float64 is enough there too.
    const entropy = wrong < 0.5 ? -Math.log1p(-wrong) : crossEntropy(row, y);
    return wrong ** gamma * entropy;
  });
}

/** (1 − β)/(1 − β^n) of each class, scaled to a mean of 1. */
export function effectiveNumbers(counts: readonly number[], beta: number): number[] {
  const raw = counts.map((n) => (1 - beta) / (1 - beta ** n));
  return raw.map((weight) => (weight * counts.length) / sum(raw));
}

export function classBalanced(
  scores: Scores,
  labels: readonly number[],
  counts: readonly number[],
  beta: number,
): number[] {
  const weights = effectiveNumbers(counts, beta);
  return scores.map((row, i) => crossEntropy(row, labels[i]!) * weights[labels[i]!]!);
}

export function logitAdjusted(
  scores: Scores,
  labels: readonly number[],
  counts: readonly number[],
  tau: number,
): number[] {
  return scores.map((row, i) => {
    const adjusted = row.map((s, j) => s + tau * Math.log(counts[j]! / sum(counts)));
    return crossEntropy(adjusted, labels[i]!);
  });
}

/** −log( n_y e^{s_y} / Σ n_j e^{s_j} ) */
export function balancedSoftmax(
  scores: Scores,
  labels: readonly number[],
  counts: readonly number[],
): number[] {
  return scores.map((row, i) => {
    const y = labels[i]!;
    const top = Math.max(...row);
    const total = sum(row.map((s, j) => counts[j]! * Math.exp(s - top)));
    return Math.log(total) + top - row[y]! - Math.log(counts[y]!);
  });
}

export function ldam(
  ofAngles: Scores,
  labels: readonly number[],
  counts: readonly number[],
  {scale, maxMargin}: {scale: number; maxMargin: number},
): number[] {
  const raw = counts.map((n) => 1 / Math.sqrt(Math.sqrt(n)));
  const factor = maxMargin / Math.max(...raw);
  return ofAngles.map((row, i) => {
    const y = labels[i]!;
    const scores = row.map((cos, j) => scale * (j === y ? cos - raw[j]! * factor : cos));
    return crossEntropy(scores, y);
  });
}

export function fixedSimplex(ofAngles: Scores, labels: readonly number[], scale: number): number[] {
  return ofAngles.map((row, i) =>
    crossEntropy(
      row.map((cos) => scale * cos),
      labels[i]!,
    ),
  );
}

export function dotRegression(ofAngles: Scores, labels: readonly number[]): number[] {
  return ofAngles.map((row, i) => (row[labels[i]!]! - 1) ** 2 / 2);
}
