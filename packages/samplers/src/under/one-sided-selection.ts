import type {GivenOptions} from '@isomargin/core/options';
import {concatenated, type Data, minorityOf, rowsByClass} from '../input/data.js';
import type {Job} from '../job.js';
import {nearestNeighbours} from '../neighbours/nearest.js';
import {chooseSome, randomStreams} from '../random.js';
import {type Sampler, samplerOf} from '../sampler.js';
import {classesToCondense, condensedOptions} from './condensed-options.js';
import {selection} from './selection.js';
import {withoutTomekLinks} from './tomek-links.js';
import {voteOf} from './vote.js';

export type OneSidedSelectionOptions = GivenOptions<typeof condensedOptions>;

const name = 'oneSidedSelection';

const method = selection(name, condensedOptions, function* (data, options) {
  const {classes} = data;
  const targets = classesToCondense(name, classes, options);
  const streams = randomStreams(options.seed, classes.names.length);
  const seeds = new Map(
    rowsByClass(classes).flatMap((rows, code) =>
      targets.has(code) ? [[code, chooseSome(rows, options.seeds, streams[code]!)]] : [],
    ),
  );
  return yield* oneSided(data, seeds, options.k);
});

/**
 * One-sided selection (Kubat, Matwin 1997): a store of the smallest class and `seeds` rows of a larger one; of the
 * larger class those rows are kept that are in the store or that it gets wrong. Tomek links among what is kept
 * are removed then, from the larger classes.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function oneSidedSelection(options: OneSidedSelectionOptions = {}): Sampler {
  return samplerOf(method, options);
}

/** The rows that are kept, given the rows of each class that the store begins with. */
export function* oneSided(data: Data, seedsOf: ReadonlyMap<number, Int32Array>, k: number): Job<Int32Array> {
  const {table, classes} = data;
  const byClass = rowsByClass(classes);
  const minority = byClass[minorityOf(classes)]!;
  const kept: Int32Array[] = [];
  for (const [code, rows] of byClass.entries()) {
    const seeds = seedsOf.get(code);
    if (!seeds) {
      kept.push(rows);
      continue;
    }
    const others = rows.filter((row) => !seeds.includes(row));
    const near = yield* nearestNeighbours(table, others, concatenated([minority, seeds]), k);
    const wrong = others.filter((_, i) => {
      const around = near.rows.subarray(i * k, (i + 1) * k);
      return voteOf(around, classes.codes, classes.names.length) !== code;
    });
    kept.push(seeds, wrong);
  }
  return yield* withoutTomekLinks(data, concatenated(kept).sort(), new Set(seedsOf.keys()));
}
