import jstat from 'jstat';
import type {PairedDifference, Spread} from '../results/types.js';

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

/** The mean of paired differences, and how far it is known. */
export function pairedDifference(differences: readonly number[]): PairedDifference {
  const {mean: meanDifference, std, n} = spread(differences);
  if (std === null) return {meanDifference, std, n, interval95: null};
  const half = halfWidth95(std, n);
  return {meanDifference, std, n, interval95: [meanDifference - half, meanDifference + half]};
}
