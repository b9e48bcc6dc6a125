import jstat from 'jstat';
import type {PairedDifference, Spread} from '../results/types.js';

/** A paired difference before the correction for the others that are looked at with it. */
type Difference = Omit<PairedDifference, 'adjustedP'>;

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation (n − 1); null where n is 1. */
function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

export function spread(values: readonly number[]): Spread {
  return {mean: mean(values), std: standardDeviation(values), n: values.length};
}

/**
 * The standard error of a mean of n differences. Those of a cross-validation are not independent, because their training sets
 * overlap: with the usual s² / n, differences would be called real far too often. Nadeau and Bengio (Machine Learning 52, 2003)
 * put s² (1/n + test examples / training examples) in its place; over repeats × folds it is the corrected repeated k-fold
 * test of Bouckaert and Frank (PAKDD 2004). With k folds the quotient is 1/(k − 1).
 */
function standardError(std: number, n: number, folds: number | undefined): number {
  return std * Math.sqrt(1 / n + (folds === undefined ? 0 : 1 / (folds - 1)));
}

/** Two-sided p of a mean, by Student's t with n − 1 degrees of freedom. */
function studentP(meanDifference: number, error: number, n: number): number {
  if (error === 0) return meanDifference === 0 ? 1 : 0;
  return 2 * jstat.jStat.studentt.cdf(-Math.abs(meanDifference) / error, n - 1);
}

/**
 * The mean of paired differences, and how far it is known by Student's t with n − 1 degrees of freedom.
 *
 * @param folds of the cross-validation that they come from; undefined where they come from independent seeds
 */
export function pairedDifference(differences: readonly number[], folds?: number): Difference {
  const {mean: meanDifference, std, n} = spread(differences);
  if (std === null) return {meanDifference, std, n, interval95: null, p: null};
  const error = standardError(std, n, folds);
  const half = jstat.jStat.studentt.inv(0.975, n - 1) * error;
  return {
    meanDifference,
    std,
    n,
    interval95: [meanDifference - half, meanDifference + half],
    p: studentP(meanDifference, error, n),
  };
}

/**
 * Holm's step-down correction: of m tests, the smallest p is multiplied by m, the next by m − 1, and so on, and none falls below
 * the one before it. Calling the differences with an adjusted p below 5 % real is wrong about any of them in 5 % of
 * comparisons at most (Holm, Scand. J. Statist. 1979).
 *
 * @returns the adjusted p, in the order that they were given
 */
export function holm(ps: readonly number[]): number[] {
  const adjusted = new Array<number>(ps.length);
  let last = 0;
  const order = [...ps.keys()].sort((a, b) => ps[a]! - ps[b]!);
  for (const [rank, at] of order.entries()) {
    last = Math.max(last, Math.min(1, (ps.length - rank) * ps[at]!));
    adjusted[at] = last;
  }
  return adjusted;
}
