import {type NumberList, type Option, OptionError} from '@isomargin/core';

/** The counts as an option: it has no default, so a head without them is refused. */
export const classCountsOption: Option<readonly number[] | undefined> = {
  default: undefined,
  description: 'Training examples of each class; must be given.',
  allowed: 'an array of integers >= 1, one a class',
  accepts: (value): value is readonly number[] =>
    Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 1),
};

/** @throws OptionError for another number of counts than of classes */
export function countsOf(
  owner: string,
  counts: readonly number[] | undefined,
  classes: number,
): readonly number[] {
  if (counts?.length !== classes) {
    throw new OptionError(
      `${owner}: classCounts must have one number for each of the ${classes} classes, but has ${counts?.length ?? 0}.`,
    );
  }
  return counts;
}

/** What a head that needs the counts takes for certain. */
export interface WithClassCounts {
  /** Training examples of each class, integers >= 1. */
  readonly classCounts: NumberList;
}
