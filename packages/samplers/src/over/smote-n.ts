import type {GivenOptions, Option} from '@isomargin/core/options';
import {type Data, everyRow, type Outcome, rowsByClass} from '../input/data.js';
import type {Job} from '../job.js';
import {checkClassNeighbours} from '../neighbours/enough.js';
import {NearestList} from '../neighbours/nearest-list.js';
import {randomStreams, uniformBelow} from '../random.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {neighbours, seed} from '../shared-options.js';
import {type OverTargets, overTargets, rowsToMake} from '../targets.js';
import {inOrder, roomFor} from './made.js';
import {categoryCounts, mostFrequent} from './most-frequent.js';
import {categoryDifferences} from './value-difference.js';

export const smoteNOptions: {
  readonly k: Option<number>;
  readonly targets: Option<OverTargets>;
  readonly seed: Option<number>;
} = {
  k: neighbours(5, 'How many neighbours of its own class vote with a row.'),
  targets: overTargets,
  seed,
};

export type SmoteNOptions = GivenOptions<typeof smoteNOptions>;

const method: Method<typeof smoteNOptions> = {
  name: 'smoteN',
  options: smoteNOptions,
  reading: () => ({reads: 'text', interpolates: false, categorical: 'all'}),
  *resample(data, {k, targets, seed}): Job<Outcome> {
    const {table, classes} = data;
    const {columns} = table;
    const toMake = rowsToMake('smoteN', classes, targets);
    const work = inOrder(toMake);
    if (work.length > 0) checkClassNeighbours('smoteN', classes, new Map(work).keys(), k);
    const made = roomFor('smoteN', toMake, columns);
    const streams = randomStreams(seed, classes.names.length);
    const byClass = rowsByClass(classes);
    const differences = categoryDifferences(data);
    let at = 0;
    for (const [code, count] of work) {
      const rows = byClass[code]!;
      const votes = new Map<number, Float64Array>();
      for (let i = 0; i < count; ++i) {
        const row = rows[uniformBelow(streams[code]!, rows.length)]!;
        let vote = votes.get(row);
        if (!vote) {
          vote = voteOf(data, row, rows, k, differences);
          votes.set(row, vote);
          yield {stage: 'nearest neighbours', done: votes.size, total: rows.length};
        }
        made.values.set(vote, (at + i) * columns);
        made.origins[at + i] = row;
      }
      at += count;
    }
    return {kept: everyRow(table.count), made};
  },
};

/**
 * SMOTE-N (Chawla et al. 2002, section 6.2), for columns of categories alone. A new row has in each column the
 * category that is most frequent among a row and its k nearest in the class (the first in the order of the
 * categories where several are). Distances are the squared value differences, summed over the columns.
 *
 * `fitResample` throws a SamplingError where a class that gets rows has fewer than k + 1.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function smoteN(options: SmoteNOptions = {}): Sampler {
  return samplerOf(method, options);
}

function voteOf(
  {table}: Data,
  row: number,
  rows: Int32Array,
  k: number,
  differences: readonly Float64Array[],
): Float64Array {
  const {columns, values, categories = []} = table;
  const found = new NearestList(k);
  for (const other of rows) {
    if (other === row) continue;
    let distance = 0;
    for (let column = 0; column < columns; ++column) {
      const size = categories[column]!.length;
      const place = values[row * columns + column]! * size + values[other * columns + column]!;
      distance += differences[column]![place]! ** 2;
    }
    found.offer(other, distance);
  }
  const voters = [row, ...found.rows];
  return Float64Array.from(
    categories,
    (names, column) => mostFrequent(categoryCounts(values, columns, column, voters, names!.length))[0]!,
  );
}
