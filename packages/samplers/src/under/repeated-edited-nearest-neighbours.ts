import {type GivenOptions, integer, type Option} from '@isomargin/core/options';
import {checkRows} from '../neighbours/enough.js';
import {type Sampler, samplerOf} from '../sampler.js';
import type {CleaningTargets} from '../targets.js';
import {editInRounds} from './edit-rounds.js';
import {type Agreement, editedNearestNeighboursOptions} from './edited-nearest-neighbours.js';
import {selection} from './selection.js';

export const repeatedEditedNearestNeighboursOptions: {
  readonly k: Option<number>;
  readonly kind: Option<Agreement>;
  readonly rounds: Option<number>;
  readonly targets: Option<CleaningTargets>;
} = {
  ...editedNearestNeighboursOptions,
  rounds: integer({default: 100, min: 1, description: 'Most rounds.'}),
};

export type RepeatedEditedNearestNeighboursOptions = GivenOptions<
  typeof repeatedEditedNearestNeighboursOptions
>;

const name = 'repeatedEditedNearestNeighbours';

const method = selection(name, repeatedEditedNearestNeighboursOptions, (data, {k, kind, rounds, targets}) => {
  checkRows(name, data.table.count, k);
  const ks = new Array<number>(rounds).fill(k);
  return editInRounds(data, {owner: name, ks, kind, targets, allowMinority: false, untilStable: true});
});

/**
 * Repeated edited nearest neighbours (Tomek 1976): ENN until nothing more is removed, a class has disappeared, or one
 * has become smaller than the smallest class was at first.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function repeatedEditedNearestNeighbours(
  options: RepeatedEditedNearestNeighboursOptions = {},
): Sampler {
  return samplerOf(method, options);
}
