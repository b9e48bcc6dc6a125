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

/** Half the width of the 95 % interval of a mean, by Student's t with n − 1 degrees of freedom. */
function halfWidth95(std: number, n: number): number {
  return (jstat.jStat.studentt.inv(0.975, n - 1) * std) / Math.sqrt(n);
}

/** Two-sided p of a mean of n differences, by Student's t with n − 1 degrees of freedom. */
function pairedP(meanDifference: number, std: number, n: number): number {
  if (std === 0) return meanDifference === 0 ? 1 : 0;
  const t = (Math.abs(meanDifference) * Math.sqrt(n)) / std;
  return 2 * jstat.jStat.studentt.cdf(-t, n - 1);
}

/** The mean of paired differences, and how far it is known. */
export function pairedDifference(differences: readonly number[]): Difference {
  const {mean: meanDifference, std, n} = spread(differences);
  if (std === null) return {meanDifference, std, n, interval95: null, p: null};
  const half = halfWidth95(std, n);
  return {
    meanDifference,
    std,
    n,
    interval95: [meanDifference - half, meanDifference + half],
    p: pairedP(meanDifference, std, n),
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
