import {boolean, type GivenOptions, type Option} from '@isomargin/core/options';
import {checkRows} from '../neighbours/enough.js';
import {type Sampler, samplerOf} from '../sampler.js';
import type {CleaningTargets} from '../targets.js';
import {editInRounds} from './edit-rounds.js';
import {type Agreement, editedNearestNeighboursOptions} from './edited-nearest-neighbours.js';
import {selection} from './selection.js';

export const allKnnOptions: {
  readonly k: Option<number>;
  readonly kind: Option<Agreement>;
  readonly allowMinority: Option<boolean>;
  readonly targets: Option<CleaningTargets>;
} = {
  ...editedNearestNeighboursOptions,
  allowMinority: boolean({
    default: false,
    description: 'Whether to go on where a class has become smaller than the smallest one was at first.',
  }),
};

export type AllKnnOptions = GivenOptions<typeof allKnnOptions>;

const method = selection('allKnn', allKnnOptions, (data, {k, kind, allowMinority, targets}) => {
  checkRows('allKnn', data.table.count, k);
  const ks = Array.from({length: k}, (_, i) => i + 1);
  return editInRounds(data, {owner: 'allKnn', ks, kind, targets, allowMinority, untilStable: false});
});

/**
 * AllKNN (Tomek 1976): ENN with 1, 2, … k neighbours, one after another, until a class has disappeared or has become
 * smaller than the smallest class was at first.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function allKnn(options: AllKnnOptions = {}): Sampler {
  return samplerOf(method, options);
}
