import {list, pValue} from './format.js';
import type {Ranked, Standing} from './over-datasets.js';

/** A rank or a difference of ranks. */
export const rankText = (rank: number): string => rank.toFixed(2);

/** Below this number of data sets the text says that there are few (Demšar 2006 wants more than ten). */
const FEW = 10;

function friedmanText({test, p}: Ranked): string {
  const f = Number.isFinite(test.f) ? test.f.toFixed(2) : '∞';
  const exact = test.exactP === null ? `p ${pValue(p)}` : `exact p ${pValue(p)}`;
  return (
    `Friedman χ²(${test.k - 1}) = ${test.chiSquare.toFixed(2)}, in the form of Iman and Davenport ` +
    `F(${test.k - 1}, ${(test.k - 1) * (test.n - 1)}) = ${f}, ${exact}`
  );
}

/** Pairs that are named one by one; more are counted, and those with the baseline named. */
const PAIRS_BY_NAME = 3;

/** Who ranks before whom beyond the critical difference; empty where no two are told apart. */
function toldApart({places}: Standing, {criticalDifference}: Ranked): string {
  const pairs = places.flatMap((before) =>
    places
      .filter((behind) => behind.averageRank! - before.averageRank! >= criticalDifference)
      .map((behind) => ({before, behind})),
  );
  if (pairs.length <= PAIRS_BY_NAME)
    return list(
      pairs.map(({before, behind}) => `${before.contender.title} ranks before ${behind.contender.title}`),
    );
  const title = places.find(({isBaseline}) => isBaseline)?.contender.title;
  const better = pairs.filter(({behind}) => behind.isBaseline).map(({before}) => before.contender.title);
  const worse = pairs.filter(({before}) => before.isBaseline).map(({behind}) => behind.contender.title);
  return [
    `${pairs.length} of ${(places.length * (places.length - 1)) / 2} pairs are told apart`,
    better.length > 0 ? `before ${title} rank ${list(better)}` : '',
    worse.length > 0 ? `behind ${title} rank ${list(worse)}` : '',
    title !== undefined && better.length + worse.length === 0 ? `none of them with ${title}` : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function conclusion(standing: Standing, ranked: Ranked): string {
  const {test, isBeyondChance, criticalDifference} = ranked;
  if (!isBeyondChance)
    return (
      `The average ranks do not differ by more than chance (${friedmanText(ranked)}): none can be called better than another ` +
      `over these ${test.n} data sets.`
    );
  const beyond = `The average ranks differ by more than chance (${friedmanText(ranked)}).`;
  const nemenyi = `critical difference ${rankText(criticalDifference)} by Nemenyi at 5\u00a0%`;
  const told = toldApart(standing, ranked);
  return told === ''
    ? `${beyond} But no two are far enough apart to say which do (${nemenyi}).`
    : `${beyond} What is told apart (${nemenyi}): ${told}.`;
}

/** What may be concluded over the data sets, in sentences. */
export function standingText(standing: Standing): string[] {
  const {ranked, leftOut} = standing;
  return [
    ranked === null
      ? 'No average ranks: fewer than two data sets have finished runs of all.'
      : conclusion(standing, ranked),
    leftOut.length > 0 ? `Not ranked, because not all have a finished run there: ${list(leftOut)}.` : '',
  ].filter((one) => one !== '');
}

/** How much the test could see. */
function power({test, criticalDifference}: Ranked): string {
  if (criticalDifference > test.k - 1)
    return (
      `With ${test.n} data sets the critical difference of ${rankText(criticalDifference)} is more than lies between first and ` +
      'last: not even what is first on all of them could be told from what is last on all.'
    );
  return test.n < FEW
    ? `With ${test.n} data sets the test has little power: what it does not tell apart may differ all the same.`
    : '';
}

/** What to keep in mind with any of the conclusions. */
export function caveats(standings: readonly Standing[]): string[] {
  const all = standings.flatMap(({ranked}) => ranked ?? []);
  const same = all.some(({isOfSameData}) => isOfSameData)
    ? 'The test takes data sets for independent; these are cut from the same data, so that it speaks of them alone and not of other data.'
    : '';
  return [...new Set([...all.map(power), same])].filter((one) => one !== '');
}

/** Titles of the table's columns behind the contender; those not judged only where there are some. */
export function standingColumns({places}: Standing): string[] {
  return [
    'rank',
    'wins',
    'ties',
    'losses',
    ...(places.some(({unknown}) => unknown > 0) ? ['not judged'] : []),
  ];
}

/** The table's cells, as {@link standingColumns} names them. */
export function standingCells(standing: Standing): {title: string; cells: string[]}[] {
  const isAnyUnknown = standing.places.some(({unknown}) => unknown > 0);
  return standing.places.map(({contender, isBaseline, averageRank, wins, ties, losses, unknown}) => {
    const against = [wins, ties, losses, ...(isAnyUnknown ? [unknown] : [])];
    // Without a run of its own or of the baseline there is nothing to count.
    const isCompared = !isBaseline && wins + ties + losses + unknown > 0;
    return {
      title: isBaseline ? `${contender.title} (baseline)` : contender.title,
      cells: [
        averageRank === null ? '–' : rankText(averageRank),
        ...against.map((n) => (isCompared ? String(n) : '–')),
      ],
    };
  });
}

/** What the columns of the tables are. */
export function standingNote(standings: readonly Standing[], baseline: string, test: string): string {
  const isAnyUnknown = standings.some(({places}) => places.some(({unknown}) => unknown > 0));
  return (
    'Rank: of the mean on a data set, average over the data sets; 1 is the best, equal ones share theirs. Wins, ties and losses ' +
    `are data sets on which the ${test} tells the difference to ${baseline} from 0, for the better or the worse, or does not.` +
    (isAnyUnknown ? ' Not judged are those where there is one run, which has no interval.' : '')
  );
}
