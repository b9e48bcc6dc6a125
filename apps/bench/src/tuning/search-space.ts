import type {OptionSet} from '@isomargin/core';
import type {OptionValue, SearchedOption} from '../results/types.js';
import {haltonCoordinate} from './halton.js';

/**
 * What a tuner may try: every option that declares a range, in the order of the declaration, apart from those that are pinned.
 *
 * @param pinned options that the user set
 */
export function searchSpaceOf(
  declared: OptionSet,
  pinned: Readonly<Record<string, unknown>>,
): SearchedOption[] {
  return Object.entries(declared).flatMap(([name, {search, accepts, default: fallback}]) => {
    if (search === undefined || name in pinned) return [];
    const {low, high, scale} = search;
    // Between whole numbers, whatever the ends are.
    const isWhole = !accepts(low + Math.SQRT1_2 * (high - low));
    return [
      {
        name,
        low,
        high,
        scale,
        ...(isWhole ? {whole: true} : {}),
        ...(typeof fallback === 'string' ? {word: fallback} : {}),
      },
    ];
  });
}

/**
 * The options of a trial.
 *
 * @param trial from 0, which has the defaults: nothing is set
 * @param seed of the search
 */
export function optionsOfTrial(
  space: readonly SearchedOption[],
  trial: number,
  seed: number,
): Record<string, OptionValue> {
  if (trial === 0) return {};
  return Object.fromEntries(
    space.map((option, dimension) => [
      option.name,
      valueAt(option, haltonCoordinate(trial - 1, dimension, seed)),
    ]),
  );
}

/**
 * The value of an option at a place of its range. Of an option whose default is a word, such as 'auto', half of all places have the
 * word: what the loss finds out by itself would otherwise be left after the first trial.
 *
 * @param place in [0, 1)
 */
export function valueAt({low, high, scale, whole, word}: SearchedOption, place: number): OptionValue {
  if (word !== undefined && place < 0.5) return word;
  const at = word === undefined ? place : 2 * place - 1;
  const [first, last] = whole === true ? [low - 0.5, high + 0.5] : [low, high];
  const value = scale === 'log' ? first * (last / first) ** at : first + at * (last - first);
  if (whole === true) return Math.min(high, Math.max(low, Math.round(value)));
  // As many digits as anybody would type.
  return Number(value.toPrecision(3));
}

/** Nearer to an end than this share of the range is at a bound. */
const NEAR = 0.05;

/** Whether a chosen value lies on a bound of its range, so that a better one may lie beyond. */
export function boundOf(
  {low, high, scale, whole}: SearchedOption,
  value: OptionValue,
): 'low' | 'high' | undefined {
  if (typeof value !== 'number') return undefined;
  if (whole === true) return value <= low ? 'low' : value >= high ? 'high' : undefined;
  const place = scale === 'log' ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return place <= NEAR ? 'low' : place >= 1 - NEAR ? 'high' : undefined;
}
