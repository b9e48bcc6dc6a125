import type {Contingency} from './contingency.js';

/** The entropy of a partition in nats. */
export function entropy(counts: readonly number[], n: number): number {
  return counts.reduce((sum, count) => sum - (count / n) * Math.log(count / n), 0);
}

/** The mutual information of two partitions in nats, at least 0. */
export function informationOf({n, classCounts, clusterCounts, cells}: Contingency): number {
  if (classCounts.length === 1 || clusterCounts.length === 1) return 0;
  let sum = 0;
  for (const {inClass, inCluster, count} of cells) {
    const product = classCounts[inClass]! * clusterCounts[inCluster]!;
    sum += (count / n) * Math.log((n * count) / product);
  }
  // Rounding alone can take it below 0, or above it where the partitions are independent.
  return sum > Number.EPSILON ? sum : 0;
}

/**
 * The mutual information that two partitions with these sizes have on average, over all ways to put the examples into
 * them (the hypergeometric model). Exact: sums over every count that a cell can have.
 *
 * Source: Vinh, Epps, Bailey, "Information theoretic measures for clusterings comparison", JMLR 2010, equation (24).
 */
export function expectedInformation({n, classCounts, clusterCounts}: Contingency): number {
  if (classCounts.length === 1 || clusterCounts.length === 1) return 0;
  const [rows, columns] = [sizesOf(classCounts), sizesOf(clusterCounts)];
  let sum = 0;
  for (const [a, timesA] of rows)
    for (const [b, timesB] of columns) sum += timesA * timesB * expectedCell(n, a, b);
  return sum;
}

/** How often each size occurs. */
function sizesOf(counts: readonly number[]): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const count of counts) sizes.set(count, (sizes.get(count) ?? 0) + 1);
  return sizes;
}

/**
 * The expected part of one cell, Σ (k/n) ln(n k / (a b)) P(k). The probabilities follow from their ratios, from the
 * likeliest k outwards, and are divided by their sum: factorials of large numbers would cost digits.
 */
function expectedCell(n: number, a: number, b: number): number {
  const least = Math.max(0, a + b - n);
  const most = Math.min(a, b);
  const mode = Math.min(most, Math.max(least, Math.floor(((a + 1) * (b + 1)) / (n + 2))));
  const part = (k: number): number => (k === 0 ? 0 : (k / n) * Math.log((n * k) / (a * b)));
  let total = 1;
  let sum = part(mode);
  for (let k = mode, p = 1; k < most && p > 1e-22; k++) {
    p *= ((a - k) / (k + 1)) * ((b - k) / (n - a - b + k + 1));
    total += p;
    sum += p * part(k + 1);
  }
  for (let k = mode, p = 1; k > least && p > 1e-22; k--) {
    p *= (k / (a - k + 1)) * ((n - a - b + k) / (b - k + 1));
    total += p;
    sum += p * part(k - 1);
  }
  return sum / total;
}
