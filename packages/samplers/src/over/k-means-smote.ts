import {type GivenOptions, integer, numberOr, type Option} from '@isomargin/core/options';
import {squaredDistance} from '@isomargin/neighbours';
import {kMeans} from '../clustering/k-means.js';
import {SamplingError} from '../errors.js';
import {everyRow, type Outcome, rowsByClass, type Table} from '../input/data.js';
import type {Job} from '../job.js';
import {checkClassNeighbours} from '../neighbours/enough.js';
import {nearestNeighbours} from '../neighbours/nearest.js';
import {randomStreams} from '../random.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {neighbours, seed} from '../shared-options.js';
import {wholeShares} from '../shares.js';
import {type OverTargets, overTargets, rowsToMake} from '../targets.js';
import {inOrder, roomFor} from './made.js';
import {joinRows} from './smote.js';

export const kMeansSmoteOptions: {
  readonly clusters: Option<number>;
  readonly balanceThreshold: Option<number | 'auto'>;
  readonly densityExponent: Option<number | 'auto'>;
  readonly k: Option<number>;
  readonly targets: Option<OverTargets>;
  readonly seed: Option<number>;
} = {
  clusters: integer({default: 8, min: 1, description: 'How many clusters all rows are divided into.'}),
  balanceThreshold: numberOr(['auto'], {
    default: 'auto',
    min: 0,
    max: 1,
    description:
      "The share of the class that a cluster must have; `auto` is half the class's share of the rows to make.",
  }),
  densityExponent: numberOr(['auto'], {
    default: 'auto',
    min: 0,
    description: 'How strongly sparse clusters are preferred; `auto` follows from the size of the cluster.',
  }),
  k: neighbours(2, 'How many neighbours of its class and cluster a row is joined with.'),
  targets: overTargets,
  seed,
};

export type KMeansSmoteOptions = GivenOptions<typeof kMeansSmoteOptions>;

const name = 'kMeansSmote';

const method: Method<typeof kMeansSmoteOptions> = {
  name,
  options: kMeansSmoteOptions,
  reading: () => ({reads: 'numbers', interpolates: true}),
  *resample(data, {clusters, balanceThreshold, densityExponent, k, targets, seed}): Job<Outcome> {
    const {table, classes} = data;
    if (clusters > table.count) {
      throw new SamplingError(
        `${name}: clusters is ${clusters}, and X has ${table.count} rows; give at most as many.`,
      );
    }
    const toMake = rowsToMake(name, classes, targets);
    const work = inOrder(toMake);
    if (work.length > 0) checkClassNeighbours(name, classes, new Map(work).keys(), k);
    const made = roomFor(name, toMake, table.columns);
    const streams = randomStreams(seed, classes.names.length + 1);
    const {assigned} = yield* kMeans(table, everyRow(table.count), clusters, streams.pop()!);
    const byClass = rowsByClass(classes);
    let at = 0;
    for (const [code, count] of work) {
      const threshold = balanceThreshold === 'auto' ? count / made.total / 2 : balanceThreshold;
      const sizes = countsOf(assigned, clusters);
      const parts = rowsOfClusters(byClass[code]!, assigned, clusters).filter(
        (rows, cluster) => rows.length > k && (clusters === 1 || rows.length / sizes[cluster]! >= threshold),
      );
      if (parts.length === 0) {
        throw new SamplingError(
          `${name}: no cluster has ${k + 1} rows of class ${classes.names[code]} and a share of ${threshold} of them. ` +
            'Change clusters, lower balanceThreshold or k, or take smote.',
        );
      }
      const weights: number[] = [];
      for (const rows of parts) {
        weights.push(yield* sparsity(table, rows, densityExponent));
      }
      const shares = wholeShares(
        count,
        weights.every((weight) => weight === 0) ? weights.map(() => 1) : weights,
      );
      for (const [i, rows] of parts.entries()) {
        if (shares[i] === 0) continue;
        const near = yield* nearestNeighbours(table, rows, rows, k);
        at = joinRows(data, {rows, neighbours: near.rows, k}, shares[i]!, streams[code]!, made, at);
      }
    }
    return {kept: everyRow(table.count), made};
  },
};

/**
 * k-means SMOTE (Last, Douzas, Bacao 2017): SMOTE inside clusters of all rows in which the class is strong enough,
 * more in sparse clusters: cluster c gets rows in proportion to (mean distance between its rows of the class)^e / n_c.
 * With `auto`, e = 0.16 · (log_1.6 n_c)^1.8, as in imbalanced-learn. The sizes are exact.
 *
 * `fitResample` throws a SamplingError where no cluster is strong enough in a class that gets rows.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function kMeansSmote(options: KMeansSmoteOptions = {}): Sampler {
  return samplerOf(method, options);
}

function countsOf(assigned: Int32Array, clusters: number): number[] {
  const counts = new Array<number>(clusters).fill(0);
  for (const cluster of assigned) counts[cluster]!++;
  return counts;
}

function rowsOfClusters(rows: Int32Array, assigned: Int32Array, clusters: number): Int32Array[] {
  const lists = Array.from({length: clusters}, (): number[] => []);
  for (const row of rows) lists[assigned[row]!]!.push(row);
  return lists.map((list) => Int32Array.from(list));
}

/** The weight of a cluster: the mean distance of its rows to the power of `exponent`, divided by their number. */
export function* sparsity(
  {values, columns}: Table,
  rows: Int32Array,
  exponent: number | 'auto',
): Job<number> {
  const count = rows.length;
  let sum = 0;
  for (let i = 0; i < count; ++i) {
    for (let j = 0; j < i; ++j) {
      sum += Math.sqrt(squaredDistance(values, rows[i]! * columns, values, rows[j]! * columns, columns));
    }
    if (i % 16 === 0) yield {stage: 'density', done: i, total: count};
  }
  const mean = sum / ((count * (count - 1)) / 2);
  const power = exponent === 'auto' ? (Math.log(count) / Math.log(1.6)) ** 1.8 * 0.16 : exponent;
  return mean ** power / count;
}
