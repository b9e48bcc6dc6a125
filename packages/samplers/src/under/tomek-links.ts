import type {GivenOptions, Option} from '@isomargin/core/options';
import {type Data, everyRow} from '../input/data.js';
import type {Job} from '../job.js';
import {nearestNeighbours} from '../neighbours/nearest.js';
import {type Sampler, samplerOf} from '../sampler.js';
import {type CleaningTargets, classesToClean, cleaningTargets} from '../targets.js';
import {selection} from './selection.js';

export const tomekLinksOptions: {readonly targets: Option<CleaningTargets>} = {targets: cleaningTargets};

export type TomekLinksOptions = GivenOptions<typeof tomekLinksOptions>;

const method = selection('tomekLinks', tomekLinksOptions, (data, {targets}) =>
  withoutTomekLinks(data, everyRow(data.table.count), classesToClean('tomekLinks', data.classes, targets)),
);

/**
 * Removes Tomek links (Tomek 1976): of two rows of different classes that are each other's nearest, those whose
 * class is meant by `targets`.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function tomekLinks(options: TomekLinksOptions = {}): Sampler {
  return samplerOf(method, options);
}

/** Those of some rows that stay when the links among them are removed. */
export function* withoutTomekLinks(
  {table, classes: {codes}}: Data,
  rows: Int32Array,
  targets: ReadonlySet<number>,
): Job<Int32Array> {
  const near = yield* nearestNeighbours(table, rows, rows, 1);
  const nearestOf = new Map(Array.from(rows, (row, i) => [row, near.rows[i]!]));
  return rows.filter((row, i) => {
    const other = near.rows[i]!;
    const linked = codes[row] !== codes[other] && nearestOf.get(other) === row;
    return !(linked && targets.has(codes[row]!));
  });
}
