import {choice, type GivenOptions, type Option} from '@isomargin/core/options';
import {SamplingError} from '../errors.js';
import {type Data, everyRow, type Outcome, rowsByClass} from '../input/data.js';
import type {Job} from '../job.js';
import {checkClassNeighbours, checkRows} from '../neighbours/enough.js';
import {nearestNeighbours} from '../neighbours/nearest.js';
import {countOtherClass} from '../neighbours/other-class.js';
import {type Random, randomStreams, uniform} from '../random.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {neighbours, seed} from '../shared-options.js';
import {type OverTargets, overTargets, rowsToMake} from '../targets.js';
import {inOrder, roomFor} from './made.js';
import {joinRows} from './smote.js';

export const borderlineSmoteOptions: {
  readonly kind: Option<'borderline-1' | 'borderline-2'>;
  readonly k: Option<number>;
  readonly m: Option<number>;
  readonly targets: Option<OverTargets>;
  readonly seed: Option<number>;
} = {
  kind: choice(['borderline-1', 'borderline-2'], {
    default: 'borderline-1',
    description: 'Whether rows are joined with neighbours of their own class, or of any.',
  }),
  k: neighbours(5, 'How many neighbours a row is joined with.'),
  m: neighbours(10, 'How many neighbours of any class say whether a row is in danger.'),
  targets: overTargets,
  seed,
};

export type BorderlineSmoteOptions = GivenOptions<typeof borderlineSmoteOptions>;

const name = 'borderlineSmote';

const method: Method<typeof borderlineSmoteOptions> = {
  name,
  options: borderlineSmoteOptions,
  reading: () => ({reads: 'numbers', interpolates: true}),
  *resample(data, {kind, k, m, targets, seed}): Job<Outcome> {
    const {table, classes} = data;
    const toMake = rowsToMake(name, classes, targets);
    const work = inOrder(toMake);
    const made = roomFor(name, toMake, table.columns);
    if (work.length > 0) {
      checkRows(name, table.count, m, 'm');
      if (kind === 'borderline-2') checkRows(name, table.count, k);
      else checkClassNeighbours(name, classes, new Map(work).keys(), k);
    }
    const streams = randomStreams(seed, classes.names.length);
    const byClass = rowsByClass(classes);
    let at = 0;
    for (const [code, count] of work) {
      const ofClass = byClass[code]!;
      const danger = yield* rowsInDanger(data, ofClass, m);
      if (danger.length === 0) {
        throw new SamplingError(
          `${name}: no row of class ${classes.names[code]} is in danger: none has between ${Math.ceil(m / 2)} and ` +
            `${m - 1} rows of other classes among its ${m} nearest. Nothing was made; leave the class out of targets, ` +
            'try another m, or take smote.',
        );
      }
      const from = kind === 'borderline-1' ? ofClass : everyRow(table.count);
      const near = yield* nearestNeighbours(table, danger, from, k);
      // The neighbour of another class is approached half way at most.
      const shareOf = (neighbour: number, random: Random): number =>
        uniform(random) * (classes.codes[neighbour] === code ? 1 : uniform(random) / 2);
      at = joinRows(data, {rows: danger, neighbours: near.rows, k}, count, streams[code]!, made, at, shareOf);
    }
    return {kept: everyRow(table.count), made};
  },
};

/**
 * Borderline-SMOTE 1 and 2 (Han, Wang, Mao 2005): SMOTE from rows in danger alone, those of whose m nearest at least
 * half but not all are of other classes. Kind 1 joins them with neighbours of their own class; kind 2 with
 * neighbours of any class, and one of another class is approached by u·v/2 of the way, u and v uniform in [0, 1)
 * (imbalanced-learn's rule; the paper has v/2).
 *
 * `fitResample` throws a SamplingError where a class that gets rows has none in danger, or too few rows.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function borderlineSmote(options: BorderlineSmoteOptions = {}): Sampler {
  return samplerOf(method, options);
}

/** Those of a class's rows of whose m nearest at least half, but not all, are of other classes. */
export function* rowsInDanger(data: Data, rows: Int32Array, m: number): Job<Int32Array> {
  const others = yield* countOtherClass(data, rows, m);
  return rows.filter((_, i) => others[i]! >= m / 2 && others[i]! < m);
}
