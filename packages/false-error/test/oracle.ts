// Mean false error and mean squared false error in float64 with plain loops, as the paper states them.

import {type LossOracle, linearScoresOf} from '@isomargin/testkit';
import type {headOptions} from '../src/false-error-head.js';

export interface FalseErrorSettings {
  readonly variant: 'mfe' | 'msfe';
  readonly error: 'squared' | 'cross-entropy';
}

function errorOf(scores: readonly number[], y: number, error: FalseErrorSettings['error']): number {
  const top = Math.max(...scores);
  const powers = scores.map((s) => Math.exp(s - top));
  const total = powers.reduce((a, b) => a + b, 0);
  if (error === 'cross-entropy') return Math.log(total) + top - scores[y]!;
  return powers.reduce((sum, p, j) => sum + 0.5 * (p / total - (j === y ? 1 : 0)) ** 2, 0);
}

/** The error of each example, and the mean error of each class (nothing for a class that is absent). */
export function errorsOf(
  scores: Float64Array,
  labels: readonly number[],
  classes: number,
  error: FalseErrorSettings['error'],
): {errors: number[]; means: (number | undefined)[]} {
  const errors = labels.map((y, i) =>
    errorOf(Array.from(scores.subarray(i * classes, (i + 1) * classes)), y, error),
  );
  const means = Array.from({length: classes}, (_, j) => {
    const own = errors.filter((_, i) => labels[i] === j);
    return own.length === 0 ? undefined : own.reduce((a, b) => a + b, 0) / own.length;
  });
  return {errors, means};
}

/** Σ_j w_j m_j or Σ_j w_j m_j²: the loss of a batch. */
export function falseErrorOf(
  scores: Float64Array,
  labels: readonly number[],
  classes: number,
  {variant, error}: FalseErrorSettings,
  classWeights?: readonly number[],
): number {
  const {means} = errorsOf(scores, labels, classes, error);
  return means.reduce<number>((sum, m, j) => {
    if (m === undefined) return sum;
    return sum + (classWeights?.[j] ?? 1) * (variant === 'mfe' ? m : m * m);
  }, 0);
}

/** The part of each example, so that their mean is the false error. */
export const oracle: LossOracle<typeof headOptions> = (problem) => {
  const {classes, labels, options} = problem;
  const scores = Float64Array.from(linearScoresOf(problem).flat());
  const {errors, means} = errorsOf(scores, labels, classes, options.error);
  const losses = labels.map((y, i) => {
    const count = labels.filter((label) => label === y).length;
    return ((labels.length * errors[i]!) / count) * (options.variant === 'mfe' ? 1 : means[y]!);
  });
  return {losses};
};
