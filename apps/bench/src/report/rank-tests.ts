import jstat from 'jstat';
import {mean} from './statistics.js';

/** Scores that differ by less are equal: means of the same values, summed in another order, are a last bit apart. */
const SAME = 1e-12;

/** The lowest score has rank 1; equal ones share the mean of their ranks. */
export function ranks(scores: readonly number[]): number[] {
  const order = [...scores.keys()].sort((a, b) => scores[a]! - scores[b]!);
  const result = new Array<number>(scores.length);
  for (let first = 0; first < order.length; ) {
    let after = first + 1;
    while (after < order.length && scores[order[after]!]! - scores[order[after - 1]!]! < SAME) after++;
    for (const at of order.slice(first, after)) result[at] = (first + 1 + after) / 2;
    first = after;
  }
  return result;
}

/** Whether average ranks differ by more than chance. */
export interface RankTest {
  /** Blocks: data sets. */
  n: number;
  /** Treatments: what is ranked on each of them. */
  k: number;
  /** Friedman's statistic, corrected for ties; k − 1 degrees of freedom. */
  chiSquare: number;
  /** Its p by the chi-squared distribution, which is for many blocks. */
  chiSquareP: number;
  /** The form of Iman and Davenport; k − 1 and (k − 1)(n − 1) degrees of freedom; infinite where all blocks agree. */
  f: number;
  fP: number;
  /** By all orders that the ranks could have had; null where those are too many to go through. */
  exactP: number | null;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** How far rank sums are from equal: what Friedman's statistic grows with. */
function distance(sums: readonly number[]): number {
  const centre = mean(sums);
  return sumOf(sums.map((sum) => (sum - centre) ** 2));
}

/** All orders of the values, each as often as it comes about. */
function orders(values: readonly number[]): number[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((value, at) =>
    orders([...values.slice(0, at), ...values.slice(at + 1)]).map((rest) => [value, ...rest]),
  );
}

/** Sums of ranks that the exact test may look at: a tenth of a second. */
const MOST_SUMS = 250_000;
/** 7! = 5,040 orders of a block. */
const MOST_EXACT = 7;

/**
 * The share of all orders of each block's ranks that are as far from equal rank sums as these or farther. The distance is the
 * same for every order of the treatments, so the first block is kept as it is, and sums are looked at in ascending order.
 */
function exactP(blocks: readonly (readonly number[])[]): number | null {
  const [first, ...others] = blocks;
  if (first === undefined || first.length > MOST_EXACT) return null;
  let reached = new Map([[first.join(), {sums: [...first], share: 1}]]);
  let looked = 0;
  for (const block of others) {
    const all = orders(block);
    looked += reached.size * all.length;
    if (looked > MOST_SUMS) return null;
    const next: typeof reached = new Map();
    for (const {sums, share} of reached.values()) {
      for (const order of all) {
        const added = sums.map((sum, at) => sum + order[at]!).sort((a, b) => a - b);
        const key = added.join();
        const known = next.get(key);
        if (known) known.share += share / all.length;
        else next.set(key, {sums: added, share: share / all.length});
      }
    }
    reached = next;
  }
  const seen = distance(first.map((_, at) => sumOf(blocks.map((block) => block[at]!))));
  const shares = [...reached.values()].map(({sums, share}) => (distance(sums) >= seen - 1e-9 ? share : 0));
  return Math.min(1, sumOf(shares));
}

/**
 * Friedman's test (J. Amer. Statist. Assoc. 1937) of the ranks of k treatments in n blocks, in the form of Iman and Davenport
 * (Commun. Statist. 1980) too, as Demšar (J. Mach. Learn. Res. 7, 2006) recommends for classifiers over data sets. For few
 * blocks both are rough (n = k = 3: F has p = 0.049 where the exact one is 0.194), so those are counted out.
 *
 * @param blocks [n, k] ranks from 1, as {@link ranks} gives them; n and k are 2 or more
 */
export function friedman(blocks: readonly (readonly number[])[]): RankTest {
  const n = blocks.length;
  const k = blocks[0]?.length ?? 0;
  if (n < 2 || k < 2 || blocks.some(({length}) => length !== k))
    throw new RangeError(`blocks must be 2 or more rows of 2 or more ranks each, not ${n} of ${k}`);
  const sums = blocks[0]!.map((_, at) => sumOf(blocks.map((block) => block[at]!)));
  // The sum of squares of the ranks around their centre; without ties n k (k + 1)(k − 1) / 12.
  const spread = sumOf(blocks.map(distance));
  // Where everything is a tie nothing differs.
  const chiSquare = spread === 0 ? 0 : ((k - 1) * distance(sums)) / spread;
  const most = n * (k - 1);
  const f = most - chiSquare < 1e-9 ? Number.POSITIVE_INFINITY : ((n - 1) * chiSquare) / (most - chiSquare);
  return {
    n,
    k,
    chiSquare,
    chiSquareP: 1 - jstat.jStat.chisquare.cdf(chiSquare, k - 1),
    f,
    fP: Number.isFinite(f) ? 1 - jstat.jStat.centralF.cdf(f, k - 1, (k - 1) * (n - 1)) : 0,
    exactP: exactP(blocks),
  };
}

/**
 * Nemenyi's critical difference at 5 %: average ranks of k treatments in n blocks that are at least so far apart are told
 * apart, q √(k (k + 1) / 6n), q being the studentized range over √2 (Demšar 2006, equation after table 5).
 */
export function criticalDifference(n: number, k: number): number {
  return (
    (jstat.jStat.tukey.inv(0.95, k, Number.POSITIVE_INFINITY) / Math.SQRT2) *
    Math.sqrt((k * (k + 1)) / (6 * n))
  );
}

/** Index of the first and the last of some that are not told apart. */
export type Group = readonly [first: number, last: number];

/** The largest groups within a critical difference; one that is told apart from all others is in none. */
export function groups(ascendingRanks: readonly number[], difference: number): Group[] {
  const found: Group[] = [];
  for (const [first, rank] of ascendingRanks.entries()) {
    const last = ascendingRanks.findLastIndex((other) => other - rank < difference);
    if (last > first && last > (found.at(-1)?.[1] ?? -1)) found.push([first, last]);
  }
  return found;
}
