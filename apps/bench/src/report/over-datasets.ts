import type {Results} from '../results/types.js';
import {type Comparison, comparisons, LEVEL, outcomeOf} from './comparison.js';
import {baselineOf, type Contender} from './contenders.js';
import {betterBy, isShare} from './format.js';
import {criticalDifference, friedman, type Group, groups, type RankTest, ranks} from './rank-tests.js';
import {mean} from './statistics.js';
import {isUntrained} from './untrained.js';

/** How one contender does over all data sets, by one metric. */
export interface Place {
  contender: Contender;
  isBaseline: boolean;
  /** Of the mean on each ranked data set, 1 is the best; null where nothing is ranked. */
  averageRank: number | null;
  /** Data sets by how it stands to the baseline there; unknown where one run has no interval. */
  wins: number;
  ties: number;
  losses: number;
  unknown: number;
}

/** Whether ranks tell contenders apart. */
export interface Ranked {
  test: RankTest;
  /** Of Friedman's test: exact, or by F where there are too many orders. */
  p: number;
  /** Whether p is below 5 %. */
  isBeyondChance: boolean;
  /** Nemenyi's, at 5 %. */
  criticalDifference: number;
  /** Places that are not told apart; all of them where Friedman's test does not tell them from chance. */
  groups: Group[];
  /** Whether the data sets are degrees or cuts of the same data. */
  isOfSameData: boolean;
}

/** All contenders on all data sets, by one metric. */
export interface Standing {
  metric: string;
  /** The best average rank first. */
  places: Place[];
  /** Null where fewer than two data sets have means of all. */
  ranked: Ranked | null;
  /** Data sets that are not ranked, because a contender has no mean there. */
  leftOut: string[];
}

/** Columns of a table over data sets: every contender that has a row anywhere. */
export function contendersOf(all: readonly Comparison[]): Contender[] {
  const rows = all.flatMap((one) => one.rows).filter(({row}) => !isUntrained(row));
  return [...new Map(rows.map(({contender}) => [contender.name, contender])).values()];
}

/** The metrics of any data set, in the order of the tables. */
export function commonMetrics(all: readonly Comparison[]): string[] {
  return [...new Set(all.flatMap(({metrics}) => metrics))];
}

/** Metrics that all data sets are shown by. */
export const OVERVIEW = 2;

function meanOf({rows}: Comparison, contender: Contender, metric: string): number | undefined {
  return rows.find((row) => row.contender.name === contender.name)?.row.metrics[metric]?.mean;
}

function counts(all: readonly Comparison[], contender: Contender, metric: string) {
  const better = betterBy(metric, 1, 0) > 0 ? 'above' : 'below';
  const found = {wins: 0, ties: 0, losses: 0, unknown: 0};
  for (const {rows} of all) {
    const difference = rows.find((row) => row.contender.name === contender.name)?.row.pairedToBaseline?.[
      metric
    ];
    if (difference === undefined) continue;
    const outcome = outcomeOf(difference);
    if (outcome === 'unknown') found.unknown++;
    else if (outcome === 'tie') found.ties++;
    else if (outcome === better) found.wins++;
    else found.losses++;
  }
  return found;
}

function isOfSameData(all: readonly Comparison[]): boolean {
  const datasets = all.map(({dataset}) => dataset);
  const several = (values: readonly unknown[]): boolean =>
    values.filter((value) => value !== undefined).length > 1;
  const hashes = datasets.flatMap(({contentHash}) => contentHash ?? []);
  return (
    several(datasets.map(({fraction}) => fraction)) ||
    several(datasets.map(({noise}) => noise)) ||
    new Set(hashes).size < hashes.length
  );
}

function rankedOf(
  blocks: readonly number[][],
  averages: readonly number[],
  all: readonly Comparison[],
): Ranked {
  const test = friedman(blocks);
  const p = test.exactP ?? test.fP;
  const isBeyondChance = p < LEVEL;
  const difference = criticalDifference(test.n, test.k);
  return {
    test,
    p,
    isBeyondChance,
    criticalDifference: difference,
    groups: isBeyondChance ? groups(averages, difference) : [[0, test.k - 1]],
    isOfSameData: isOfSameData(all),
  };
}

function standing(results: Results, all: readonly Comparison[], metric: string): Standing | undefined {
  // One that never finished has no place, and would leave no data set with means of all.
  const contenders = contendersOf(all).filter((one) =>
    all.some((here) => meanOf(here, one, metric) !== undefined),
  );
  if (contenders.length < 2) return undefined;
  const complete = all.filter((here) => contenders.every((one) => meanOf(here, one, metric) !== undefined));
  const blocks = complete.map((here) =>
    ranks(contenders.map((one) => betterBy(metric, 0, meanOf(here, one, metric)!))),
  );
  const isRanked = complete.length > 1;
  const places = contenders
    .map((contender, at) => ({
      at,
      place: {
        contender,
        isBaseline: contender.name === baselineOf(results.settings).name,
        averageRank: isRanked ? mean(blocks.map((block) => block[at]!)) : null,
        ...counts(all, contender, metric),
      },
    }))
    .sort((a, b) => (a.place.averageRank ?? 0) - (b.place.averageRank ?? 0));
  const inOrder = blocks.map((block) => places.map(({at}) => block[at]!));
  return {
    metric,
    places: places.map(({place}) => place),
    ranked: isRanked
      ? rankedOf(
          inOrder,
          places.map(({place}) => place.averageRank!),
          complete,
        )
      : null,
    leftOut: all.filter((here) => !complete.includes(here)).map(({dataset}) => dataset.name),
  };
}

/** By the most telling metrics; empty with fewer than two data sets or contenders. */
export function standings(results: Results): Standing[] {
  const all = comparisons(results);
  if (all.length < 2) return [];
  return commonMetrics(all)
    .slice(0, OVERVIEW)
    .filter(isShare)
    .flatMap((metric) => standing(results, all, metric) ?? []);
}
