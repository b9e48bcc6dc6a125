import type {GivenOptions, Option} from '@isomargin/core/options';
import {SamplingError} from '../errors.js';
import {concatenated, everyRow, type MadeRows, type Outcome, rowsByClass} from '../input/data.js';
import type {Job} from '../job.js';
import {checkClassNeighbours} from '../neighbours/enough.js';
import {nearestNeighbours} from '../neighbours/nearest.js';
import {countOtherClass} from '../neighbours/other-class.js';
import {randomStreams, uniform, uniformBelow} from '../random.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {neighbours, seed} from '../shared-options.js';
import {type OverTargets, overTargets, rowsToMake} from '../targets.js';
import {interpolateRow} from './interpolate.js';
import {inOrder} from './made.js';

export const adasynOptions: {
  readonly k: Option<number>;
  readonly targets: Option<OverTargets>;
  readonly seed: Option<number>;
} = {
  k: neighbours(5, 'How many neighbours say how hard a row is, and how many of its class it is joined with.'),
  targets: overTargets,
  seed,
};

export type AdasynOptions = GivenOptions<typeof adasynOptions>;

const name = 'adasyn';

const method: Method<typeof adasynOptions> = {
  name,
  options: adasynOptions,
  reading: () => ({reads: 'numbers', interpolates: true}),
  *resample(data, {k, targets, seed}): Job<Outcome> {
    const {table, classes} = data;
    const work = inOrder(rowsToMake(name, classes, targets));
    if (work.length > 0) checkClassNeighbours(name, classes, new Map(work).keys(), k);
    const streams = randomStreams(seed, classes.names.length);
    const byClass = rowsByClass(classes);
    const parts: MadeRows[] = [];
    for (const [code, count] of work) {
      const rows = byClass[code]!;
      const random = streams[code]!;
      const others = yield* countOtherClass(data, rows, k);
      const shares = rowsPerRow(others, k, count);
      if (!shares) {
        throw new SamplingError(
          `${name}: no row of class ${classes.names[code]} has a row of another class among its ${k} nearest, so none ` +
            'is harder than another. Raise k, leave the class out of targets, or take smote.',
        );
      }
      const near = yield* nearestNeighbours(table, rows, rows, k);
      const total = shares.reduce((sum, share) => sum + share, 0);
      const part = {
        values: new Float64Array(total * table.columns),
        origins: new Int32Array(total),
        codes: new Int32Array(total).fill(code),
      };
      let at = 0;
      for (let i = 0; i < rows.length; ++i) {
        for (let copy = 0; copy < shares[i]!; ++copy) {
          const neighbour = near.rows[i * k + uniformBelow(random, k)]!;
          interpolateRow(table, rows[i]!, neighbour, uniform(random), part.values, at);
          part.origins[at++] = rows[i]!;
        }
      }
      parts.push(part);
    }
    return {kept: everyRow(table.count), made: joined(parts, table.columns)};
  },
};

/**
 * ADASYN (He, Bai, Garcia, Li 2008): SMOTE that makes the more rows from a row, the more of its k nearest are of
 * other classes. The number for each row is rounded (halves to even), so that the sizes come near the targets and
 * seldom meet them, as in imbalanced-learn.
 *
 * `fitResample` throws a SamplingError where no row of a class that gets rows has a neighbour of another class.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function adasyn(options: AdasynOptions = {}): Sampler {
  return samplerOf(method, options);
}

/** How many rows are made from each row of a class, or nothing where no neighbour is of another class. */
function rowsPerRow(others: Int32Array, k: number, count: number): number[] | undefined {
  const ratios = Array.from(others, (other) => other / k);
  const sum = ratios.reduce((total, ratio) => total + ratio, 0);
  return sum === 0 ? undefined : ratios.map((ratio) => roundHalfToEven((ratio / sum) * count));
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function joined(parts: readonly MadeRows[], columns: number): MadeRows {
  const origins = concatenated(parts.map((part) => part.origins));
  const values = new Float64Array(origins.length * columns);
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return {values, origins, codes: concatenated(parts.map((part) => part.codes))};
}
