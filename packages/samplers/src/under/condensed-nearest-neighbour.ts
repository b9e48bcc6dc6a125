import type {GivenOptions} from '@isomargin/core/options';
import {squaredDistance} from '@isomargin/neighbours';
import {concatenated, type Data, minorityOf, rowsByClass} from '../input/data.js';
import type {Job} from '../job.js';
import {NearestList} from '../neighbours/nearest-list.js';
import {chooseSome, randomStreams} from '../random.js';
import {type Sampler, samplerOf} from '../sampler.js';
import {classesToCondense, condensedOptions} from './condensed-options.js';
import {selection} from './selection.js';
import {voteOf} from './vote.js';

export type CondensedNearestNeighbourOptions = GivenOptions<typeof condensedOptions>;

const name = 'condensedNearestNeighbour';

const method = selection(name, condensedOptions, function* (data, options) {
  const {classes} = data;
  const targets = classesToCondense(name, classes, options);
  const streams = randomStreams(options.seed, classes.names.length);
  const byClass = rowsByClass(classes);
  const kept: Int32Array[] = [];
  for (const [code, rows] of byClass.entries()) {
    if (!targets.has(code)) kept.push(rows);
    else {
      const seeds = chooseSome(rows, options.seeds, streams[code]!);
      kept.push(yield* condensed(data, byClass[minorityOf(classes)]!, rows, seeds, options.k));
    }
  }
  return concatenated(kept);
});

/**
 * Condensed nearest neighbour (Hart 1968): a store begins with the smallest class and `seeds` rows of a larger one;
 * the rows of the larger class are gone through once, in order, and those that the store gets wrong enter it. What
 * is in the store is kept.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function condensedNearestNeighbour(options: CondensedNearestNeighbourOptions = {}): Sampler {
  return samplerOf(method, options);
}

/** The rows of a class that the store has in the end. */
export function* condensed(
  {table: {values, columns}, classes: {codes, names}}: Data,
  minority: Int32Array,
  rows: Int32Array,
  seeds: Int32Array,
  k: number,
): Job<Int32Array> {
  const store = [...minority, ...seeds];
  const found = new NearestList(k);
  const inStore = new Set(seeds);
  for (const [done, row] of rows.entries()) {
    if (inStore.has(row)) continue;
    found.clear();
    for (const [place, stored] of store.entries()) {
      const at = stored * columns;
      const squared = squaredDistance(values, at, values, row * columns, columns, found.bound);
      // By the place in the store: of rows at the same distance the one that entered first.
      if (squared <= found.bound) found.offer(place, squared);
    }
    const around = found.rows.map((place) => store[place]!);
    if (voteOf(around, codes, names.length) !== codes[row]) store.push(row);
    if (done % 16 === 0) yield {stage: 'condensing', done, total: rows.length};
  }
  return Int32Array.from(store.slice(minority.length));
}
