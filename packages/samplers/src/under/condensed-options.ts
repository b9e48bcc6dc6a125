import {integer, type Option} from '@isomargin/core/options';
import {SamplingError} from '../errors.js';
import type {Classes} from '../input/data.js';
import {minorityOf} from '../input/data.js';
import {neighbours, seed} from '../shared-options.js';
import {type CleaningTargets, classesToClean, cleaningTargets} from '../targets.js';

/** The options of the methods that keep what a store of few rows gets wrong. */
export const condensedOptions: {
  readonly k: Option<number>;
  readonly seeds: Option<number>;
  readonly targets: Option<CleaningTargets>;
  readonly seed: Option<number>;
} = {
  k: neighbours(1, 'How many neighbours in the store say what class a row is taken for.'),
  seeds: integer({
    default: 1,
    min: 1,
    description: 'Rows of each class that the store begins with, drawn at random.',
  }),
  targets: cleaningTargets,
  seed,
};

/**
 * The classes that are condensed: the smallest one never is.
 *
 * @throws SamplingError where a class has fewer rows than seeds, or the store fewer than k
 */
export function classesToCondense(
  owner: string,
  classes: Classes,
  {k, seeds, targets}: {k: number; seeds: number; targets: CleaningTargets},
): Set<number> {
  const codes = classesToClean(owner, classes, targets);
  const minority = minorityOf(classes);
  codes.delete(minority);
  for (const code of codes) {
    if (classes.counts[code]! < seeds) {
      throw new SamplingError(
        `${owner}: class ${classes.names[code]} has ${classes.counts[code]} rows, and seeds = ${seeds} needs as many.`,
      );
    }
  }
  const store = classes.counts[minority]! + seeds;
  if (k > store) {
    throw new SamplingError(
      `${owner}: the store begins with ${store} rows, and k = ${k} needs as many. The largest k that works is ${store}.`,
    );
  }
  return codes;
}
