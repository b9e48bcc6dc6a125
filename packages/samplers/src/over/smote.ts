import type {GivenOptions, Option} from '@isomargin/core/options';
import {type Data, everyRow, type Outcome, rowsByClass} from '../input/data.js';
import type {Job} from '../job.js';
import {checkClassNeighbours} from '../neighbours/enough.js';
import {nearestNeighbours} from '../neighbours/nearest.js';
import {type Random, randomStreams, uniform, uniformBelow} from '../random.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {neighbours, seed} from '../shared-options.js';
import {type OverTargets, overTargets, rowsToMake} from '../targets.js';
import {interpolateRow} from './interpolate.js';
import {inOrder, roomFor} from './made.js';

export const smoteOptions: {
  readonly k: Option<number>;
  readonly targets: Option<OverTargets>;
  readonly seed: Option<number>;
} = {
  k: neighbours(5, 'How many neighbours of its own class a row is joined with.'),
  targets: overTargets,
  seed,
};

export type SmoteOptions = GivenOptions<typeof smoteOptions>;

const method: Method<typeof smoteOptions> = {
  name: 'smote',
  options: smoteOptions,
  reading: () => ({reads: 'numbers', interpolates: true}),
  resample: (data, options) => smoteRows('smote', data, options),
};

/**
 * SMOTE (Chawla, Bowyer, Hall, Kegelmeyer 2002): a new row lies on the segment from a row of the class to one of
 * its k nearest neighbours in the class; row, neighbour and place on the segment are drawn uniformly.
 *
 * `fitResample` throws a SamplingError where a class that gets rows has fewer than k + 1.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function smote(options: SmoteOptions = {}): Sampler {
  return samplerOf(method, options);
}

/** SMOTE for any method that begins with it. */
export function* smoteRows(
  owner: string,
  {table, classes}: Data,
  {k, targets, seed}: {k: number; targets: OverTargets; seed: number},
): Job<Outcome> {
  const toMake = rowsToMake(owner, classes, targets);
  const work = inOrder(toMake);
  const made = roomFor(owner, toMake, table.columns);
  if (work.length > 0) {
    checkClassNeighbours(
      owner,
      classes,
      work.map(([code]) => code),
      k,
    );
  }
  const streams = randomStreams(seed, classes.names.length);
  const byClass = rowsByClass(classes);
  let at = 0;
  for (const [code, count] of work) {
    const rows = byClass[code]!;
    const near = yield* nearestNeighbours(table, rows, rows, k);
    const join = {rows, neighbours: near.rows, k};
    at = joinRows({table, classes}, join, count, streams[code]!, made, at);
  }
  return {kept: everyRow(table.count), made};
}

/** Rows and the neighbours that each may be joined with: k of row i from place i·k on. */
export interface Joins {
  readonly rows: Int32Array;
  readonly neighbours: Int32Array;
  readonly k: number;
}

/** Makes `count` rows between rows and their neighbours, from place `at` on; returns the place after them. */
export function joinRows(
  {table}: Data,
  {rows, neighbours: near, k}: Joins,
  count: number,
  random: Random,
  made: {values: Float64Array; origins: Int32Array},
  at: number,
  shareOf: (neighbour: number, random: Random) => number = (_, stream) => uniform(stream),
): number {
  for (let i = 0; i < count; ++i) {
    const place = uniformBelow(random, rows.length * k);
    const row = rows[Math.floor(place / k)]!;
    const neighbour = near[place]!;
    interpolateRow(table, row, neighbour, shareOf(neighbour, random), made.values, at + i);
    made.origins[at + i] = row;
  }
  return at + count;
}
