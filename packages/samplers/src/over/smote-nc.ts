import type {GivenOptions, Option} from '@isomargin/core/options';
import {SamplingError} from '../errors.js';
import {type Data, everyRow, type Outcome, rowsByClass, type Table} from '../input/data.js';
import type {Job} from '../job.js';
import {columnMoments} from '../neighbours/column-moments.js';
import {checkClassNeighbours} from '../neighbours/enough.js';
import {nearestNeighbours} from '../neighbours/nearest.js';
import {type Random, randomStreams, uniformBelow} from '../random.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {neighbours, seed} from '../shared-options.js';
import {type OverTargets, overTargets, rowsToMake} from '../targets.js';
import {inOrder, roomFor} from './made.js';
import {categoryCounts, mostFrequent} from './most-frequent.js';
import {joinRows} from './smote.js';

const isColumns = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((column) => Number.isInteger(column) && column >= 0);

export const smoteNcOptions: {
  readonly categorical: Option<'text' | readonly number[]>;
  readonly k: Option<number>;
  readonly targets: Option<OverTargets>;
  readonly seed: Option<number>;
} = {
  categorical: {
    default: 'text',
    allowed: "'text' or an array of column numbers from 0",
    description: 'The columns of categories; `text` means those whose first value is a text.',
    accepts: (value): value is 'text' | readonly number[] => value === 'text' || isColumns(value),
  },
  k: neighbours(5, 'How many neighbours of its own class a row is joined with.'),
  targets: overTargets,
  seed,
};

export type SmoteNcOptions = GivenOptions<typeof smoteNcOptions>;

const name = 'smoteNc';

const method: Method<typeof smoteNcOptions> = {
  name,
  options: smoteNcOptions,
  reading: ({categorical}) => ({reads: 'text', interpolates: true, categorical}),
  *resample(data, {k, targets, seed}): Job<Outcome> {
    const {table, classes} = data;
    checkColumns(table);
    const toMake = rowsToMake(name, classes, targets);
    const work = inOrder(toMake);
    if (work.length > 0) checkClassNeighbours(name, classes, new Map(work).keys(), k);
    const made = roomFor(name, toMake, table.columns);
    const streams = randomStreams(seed, classes.names.length);
    const byClass = rowsByClass(classes);
    let at = 0;
    for (const [code, count] of work) {
      const rows = byClass[code]!;
      const spread = oneHotTable(table, rows);
      const near = yield* nearestNeighbours(spread, everyRow(rows.length), everyRow(rows.length), k);
      const join = {rows, neighbours: near.rows.map((place) => rows[place]!), k};
      const end = joinRows(data, join, count, streams[code]!, made, at);
      voteCategories(data, join, made, at, end, streams[code]!);
      at = end;
    }
    return {kept: everyRow(table.count), made};
  },
};

/**
 * SMOTE-NC (Chawla et al. 2002, section 6.1), for columns of numbers and columns of categories. Two categories that
 * differ count as far apart as the median of the standard deviations of the class's number columns. A new row has
 * its numbers on the segment to a neighbour, and in each categorical column the category that is most frequent
 * among the k neighbours (one of them at random where several are).
 *
 * `fitResample` throws a SamplingError where the columns are not of both kinds or a class has fewer than k + 1 rows.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function smoteNc(options: SmoteNcOptions = {}): Sampler {
  return samplerOf(method, options);
}

function checkColumns({categories, columns}: Table): void {
  const categorical = categories?.filter((names) => names !== undefined).length ?? 0;
  if (categorical > 0 && categorical < columns) return;
  throw new SamplingError(
    categorical === 0
      ? `${name}: no column is categorical; name them with the option categorical, or take smote.`
      : `${name}: all ${columns} columns are categorical, and it needs one of numbers; take smoteN.`,
  );
}

/** Some rows with their categories one-hot, scaled so that Euclidean distances are those of the method. */
export function oneHotTable(table: Table, rows: Int32Array): Table {
  const {values, columns, categories = []} = table;
  const {deviations} = columnMoments(table, rows);
  const numbers = [...deviations.keys()].filter((column) => !categories[column]);
  const hot = median(numbers.map((column) => deviations[column]!)) / Math.SQRT2;
  const starts: number[] = [];
  let width = numbers.length;
  for (let column = 0; column < columns; ++column) {
    starts.push(width);
    width += categories[column]?.length ?? 0;
  }
  const spread = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; ++i) {
    for (const [place, column] of numbers.entries()) {
      spread[i * width + place] = values[rows[i]! * columns + column]!;
    }
    for (let column = 0; column < columns; ++column) {
      if (categories[column])
        spread[i * width + starts[column]! + values[rows[i]! * columns + column]!] = hot;
    }
  }
  return {count: rows.length, columns: width, values: spread};
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function voteCategories(
  {table}: Data,
  {rows, neighbours: near, k}: {rows: Int32Array; neighbours: Int32Array; k: number},
  made: {values: Float64Array; origins: Int32Array},
  start: number,
  end: number,
  random: Random,
): void {
  const {values, columns, categories = []} = table;
  const places = new Map(Array.from(rows, (row, place) => [row, place]));
  for (let i = start; i < end; ++i) {
    const place = places.get(made.origins[i]!)!;
    const around = near.subarray(place * k, (place + 1) * k);
    for (const [column, names] of categories.entries()) {
      if (!names) continue;
      const winners = mostFrequent(categoryCounts(values, columns, column, around, names.length));
      made.values[i * columns + column] = winners[uniformBelow(random, winners.length)]!;
    }
  }
}
