import {type GivenOptions, integer, type Option} from '@isomargin/core/options';
import {SamplingError} from '../errors.js';
import {concatenated, type Data, minorityOf, rowsByClass} from '../input/data.js';
import type {Job} from '../job.js';
import {farthestSums} from '../neighbours/farthest.js';
import {nearestNeighbours} from '../neighbours/nearest.js';
import {type Sampler, samplerOf} from '../sampler.js';
import {neighbours} from '../shared-options.js';
import {rowsToKeep, type UnderTargets, underTargets} from '../targets.js';
import {selection} from './selection.js';

export const nearMissOptions: {
  readonly version: Option<number>;
  readonly k: Option<number>;
  readonly candidates: Option<number>;
  readonly targets: Option<UnderTargets>;
} = {
  version: integer({default: 1, min: 1, max: 3, description: 'Which of the three rules.'}),
  k: neighbours(3, 'How many rows of the smallest class the mean distance is taken to.'),
  candidates: neighbours(
    3,
    'Version 3: how many of its nearest rows each row of the smallest class puts forward.',
  ),
  targets: underTargets,
};

export type NearMissOptions = GivenOptions<typeof nearMissOptions>;

const name = 'nearMiss';

const method = selection(name, nearMissOptions, function* (data, {version, k, candidates, targets}) {
  const {table, classes} = data;
  const {names, counts} = classes;
  const minority = minorityOf(classes);
  if (k > counts[minority]!) {
    throw new SamplingError(
      `${name}: class ${names[minority]}, the smallest, has ${counts[minority]} rows, and k = ${k} needs as many. The ` +
        `largest k that works is ${counts[minority]}.`,
    );
  }
  const toKeep = rowsToKeep(name, classes, targets);
  const byClass = rowsByClass(classes);
  const kept: Int32Array[] = [];
  for (const [code, rows] of byClass.entries()) {
    const count = toKeep.get(code) ?? rows.length;
    if (count === rows.length) {
      kept.push(rows);
      continue;
    }
    if (code === minority) {
      throw new SamplingError(
        `${name}: targets asks for ${count} of the ${rows.length} rows of class ${names[code]}; the other classes are ` +
          'measured against the smallest one, which stays whole.',
      );
    }
    if (version === 3) {
      const forward = yield* putForward(data, byClass[minority]!, rows, Math.min(candidates, rows.length));
      if (forward.length < count) {
        throw new SamplingError(
          `${name}: ${forward.length} rows of class ${names[code]} are put forward, and ${count} are to be kept; raise ` +
            `candidates above ${candidates} or ask for fewer.`,
        );
      }
      kept.push(
        smallest(forward, (yield* nearSums(data, forward, byClass[minority]!, k)).map(negative), count),
      );
    } else {
      const sums =
        version === 1
          ? yield* nearSums(data, rows, byClass[minority]!, k)
          : yield* farthestSums(table, rows, byClass[minority]!, k);
      kept.push(smallest(rows, sums, count));
    }
  }
  return concatenated(kept);
});

/**
 * NearMiss (Mani, Zhang 2003): keeps those rows of a larger class
 * 1. whose mean distance to their k nearest rows of the smallest class is least;
 * 2. whose mean distance to their k farthest rows of the smallest class is least;
 * 3. which are among the `candidates` nearest of some row of the smallest class, and of them those whose mean distance
 *    to their k nearest rows of the smallest class is greatest.
 *
 * Of equal ones the lower rows are kept.
 *
 * `fitResample` throws a SamplingError where the smallest class has fewer than k rows, and where version 3 has
 * fewer candidates than rows to keep.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function nearMiss(options: NearMissOptions = {}): Sampler {
  return samplerOf(method, options);
}

const negative = (value: number): number => -value;

/** The sum of the distances of each row to its k nearest: as good as their mean, without its rounding. */
function* nearSums({table}: Data, rows: Int32Array, references: Int32Array, k: number): Job<Float64Array> {
  const near = yield* nearestNeighbours(table, rows, references, k);
  const sums = new Float64Array(rows.length);
  // From the nearest on: equal sets of distances have equal sums.
  for (let i = 0; i < near.squared.length; ++i) sums[Math.floor(i / k)]! += Math.sqrt(near.squared[i]!);
  return sums;
}

function* putForward(
  {table}: Data,
  minority: Int32Array,
  rows: Int32Array,
  candidates: number,
): Job<Int32Array> {
  const near = yield* nearestNeighbours(table, minority, rows, candidates);
  return Int32Array.from(new Set(near.rows)).sort();
}

/** The rows with the smallest values; of equal ones the lower rows. */
function smallest(rows: Int32Array, values: Float64Array, count: number): Int32Array {
  const order = [...rows.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
  return Int32Array.from(order.slice(0, count), (place) => rows[place]!);
}
