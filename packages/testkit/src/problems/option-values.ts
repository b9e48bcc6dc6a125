import type {Option} from '@isomargin/core';
import {classCountsFor} from './tested-head.js';

const numbers = [0.5, 1, 2, 3, 0, 0.1, 10, 1e4, 1e-3, -1, -0.5, -1e9, 1e9, 1.5];
const nonsense: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  null,
  'no-such-word',
  {},
  [],
  true,
  () => 1,
];

/** The words that a declaration quotes: 'one of 'rule', 'trainable''. */
function wordsOf({allowed}: Option<unknown>): string[] {
  return [...allowed.matchAll(/'([^']+)'/g)].map(([, word]) => word!);
}

/** Values that an option accepts, other than its default: ends of its search range, words, numbers around the default. */
export function otherValuesOf(option: Option<unknown>, classes: number): unknown[] {
  const {default: usual, search} = option;
  const around = typeof usual === 'number' ? [2 * usual, usual / 2, usual + 1, usual - 1] : [];
  const lists = [classCountsFor(classes).reverse(), Array.from({length: classes}, (_, j) => 1 + j)];
  const tried = [search?.low, search?.high, ...around, ...wordsOf(option), true, false, ...numbers, ...lists];
  const seen = new Set<unknown>([usual, undefined]);
  return tried.filter((value) => {
    if (seen.has(value) || !option.accepts(value)) return false;
    seen.add(value);
    return true;
  });
}

/** Values that an option does not accept by its own declaration. */
export function badValuesOf(option: Option<unknown>): unknown[] {
  // For an option that may be left out null can mean that it is.
  const isOptional = option.default === undefined;
  return [...nonsense, ...numbers].filter(
    (value) => !option.accepts(value) && !(isOptional && value === null),
  );
}
