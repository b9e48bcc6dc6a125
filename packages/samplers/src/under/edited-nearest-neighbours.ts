import {choice, type GivenOptions, type Option} from '@isomargin/core/options';
import {type Data, everyRow} from '../input/data.js';
import type {Job} from '../job.js';
import {checkRows} from '../neighbours/enough.js';
import {nearestNeighbours} from '../neighbours/nearest.js';
import {type Sampler, samplerOf} from '../sampler.js';
import {neighbours} from '../shared-options.js';
import {type CleaningTargets, classesToClean, cleaningTargets} from '../targets.js';
import {selection} from './selection.js';
import {voteOf} from './vote.js';

/** When a row is left: where `all` of its neighbours are of its class, or where `mode`, the most frequent class, is. */
export type Agreement = 'all' | 'mode';

/** The option `kind` of edited nearest neighbours. */
export const agreement: Option<Agreement> = choice(['all', 'mode'], {
  default: 'all',
  description:
    'Whether all neighbours must be of the class of a row that is kept, or the most frequent class of them.',
});

export const editedNearestNeighboursOptions: {
  readonly k: Option<number>;
  readonly kind: Option<Agreement>;
  readonly targets: Option<CleaningTargets>;
} = {
  k: neighbours(3, 'How many neighbours of any class say whether a row is kept.'),
  kind: agreement,
  targets: cleaningTargets,
};

export type EditedNearestNeighboursOptions = GivenOptions<typeof editedNearestNeighboursOptions>;

const name = 'editedNearestNeighbours';

const method = selection(name, editedNearestNeighboursOptions, function* (data, {k, kind, targets}) {
  checkRows(name, data.table.count, k);
  return yield* edited(
    data,
    everyRow(data.table.count),
    classesToClean(name, data.classes, targets),
    k,
    kind,
  );
});

/**
 * Edited nearest neighbours, ENN (Wilson 1972): removes rows with which their k nearest do not agree, all at once.
 * With `kind: 'mode'` a tie counts for the class that is first in the order of the classes.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function editedNearestNeighbours(options: EditedNearestNeighboursOptions = {}): Sampler {
  return samplerOf(method, options);
}

/** Those of some rows with which their k nearest among them agree, and those that are not of the targets. */
export function* edited(
  {table, classes: {codes, names}}: Data,
  rows: Int32Array,
  targets: ReadonlySet<number>,
  k: number,
  kind: Agreement,
): Job<Int32Array> {
  const asked = rows.filter((row) => targets.has(codes[row]!));
  const near = yield* nearestNeighbours(table, asked, rows, k);
  const removed = new Set(
    asked.filter((row, i) => {
      const around = near.rows.subarray(i * k, (i + 1) * k);
      return kind === 'all'
        ? around.some((other) => codes[other] !== codes[row])
        : voteOf(around, codes, names.length) !== codes[row];
    }),
  );
  return rows.filter((row) => !removed.has(row));
}
