import {type GivenOptions, number, type Option} from '@isomargin/core/options';
import {type Data, everyRow, type Outcome, rowsByClass} from '../input/data.js';
import type {Job} from '../job.js';
import {columnMoments} from '../neighbours/column-moments.js';
import {normal, randomStreams, uniformBelow} from '../random.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {seed} from '../shared-options.js';
import {type OverTargets, overTargets, rowsToMake} from '../targets.js';
import {inOrder, roomFor} from './made.js';

export const randomOverSamplerOptions: {
  readonly shrinkage: Option<number>;
  readonly targets: Option<OverTargets>;
  readonly seed: Option<number>;
} = {
  shrinkage: number({
    default: 0,
    min: 0,
    description: 'Width of the smoothed bootstrap; 0 repeats rows as they are, 1 is the rule of thumb.',
  }),
  targets: overTargets,
  seed,
};

export type RandomOverSamplerOptions = GivenOptions<typeof randomOverSamplerOptions>;

const method: Method<typeof randomOverSamplerOptions> = {
  name: 'randomOverSampler',
  options: randomOverSamplerOptions,
  reading: ({shrinkage}) =>
    shrinkage > 0 ? {reads: 'numbers', interpolates: true} : {reads: 'nothing', interpolates: false},
  *resample(data, {shrinkage, targets, seed}): Job<Outcome> {
    const {table, classes} = data;
    const toMake = rowsToMake('randomOverSampler', classes, targets);
    const streams = randomStreams(seed, classes.names.length);
    const byClass = rowsByClass(classes);
    const room = roomFor('randomOverSampler', toMake, shrinkage > 0 ? table.columns : 0);
    let at = 0;
    for (const [code, count] of inOrder(toMake)) {
      const rows = byClass[code]!;
      for (let i = 0; i < count; ++i) room.origins[at + i] = rows[uniformBelow(streams[code]!, rows.length)]!;
      at += count;
    }
    yield {stage: 'random over-sampling', done: 1, total: 2};
    if (shrinkage > 0) {
      smooth(data, room, byClass, shrinkage, seed);
      return {kept: everyRow(table.count), made: room};
    }
    const kept = new Int32Array(table.count + room.total);
    kept.set(everyRow(table.count));
    kept.set(room.origins, table.count);
    return {kept};
  },
};

/**
 * Repeats rows of the smaller classes, drawn uniformly with replacement (of any kind: nothing is computed). With
 * `shrinkage` it is a smoothed bootstrap (Menardi, Torelli 2014): normal noise is added, whose standard deviation
 * in a column is shrinkage · (4 / ((columns + 2) n))^(1 / (columns + 4)) · the class's own there, n being the number
 * of all rows.
 *
 * Repeated rows are not marked `synthetic`, smoothed ones are.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function randomOverSampler(options: RandomOverSamplerOptions = {}): Sampler {
  return samplerOf(method, options);
}

function smooth(
  {table, classes}: Data,
  {values, origins, codes}: {values: Float64Array; origins: Int32Array; codes: Int32Array},
  byClass: readonly Int32Array[],
  shrinkage: number,
  seed: number,
): void {
  const {columns, count} = table;
  const width = shrinkage * (4 / ((columns + 2) * count)) ** (1 / (columns + 4));
  // Streams behind those that draw the rows: the same rows are drawn whatever the shrinkage.
  const streams = randomStreams(seed, 2 * classes.names.length).slice(classes.names.length);
  const deviations = byClass.map((rows, code) =>
    codes.includes(code) ? columnMoments(table, rows).deviations : new Float64Array(0),
  );
  for (let i = 0; i < origins.length; ++i) {
    const code = codes[i]!;
    for (let column = 0; column < columns; ++column) {
      const noise = width * deviations[code]![column]! * normal(streams[code]!);
      values[i * columns + column] = table.values[origins[i]! * columns + column]! + noise;
    }
  }
}
