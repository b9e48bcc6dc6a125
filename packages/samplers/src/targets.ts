import type {Option} from '@isomargin/core/options';
import {SamplingError} from './errors.js';
import {type Classes, majorityOf, minorityOf} from './input/data.js';

/** Which classes, by their size; the meaning of `'auto'` depends on the kind of method. */
export type ClassesBySize = 'auto' | 'all' | 'minority' | 'majority' | 'not-minority' | 'not-majority';

/** The size of the smaller class divided by that of the larger one afterwards, for two classes: in (0, 1]. */
export interface RatioTarget {
  readonly ratio: number;
}

/** How many rows a class has afterwards; classes that are not named stay as they are. */
export interface CountsTarget {
  readonly counts: Readonly<Record<string | number, number>>;
}

/** The classes by name. */
export interface ClassesTarget {
  readonly classes: readonly (string | number)[];
}

/** What over-sampling makes of the classes: those meant get as many rows as the largest class. */
export type OverTargets = Exclude<ClassesBySize, 'majority'> | RatioTarget | CountsTarget;

/** What under-sampling makes of the classes: those meant get as many rows as the smallest class. */
export type UnderTargets = Exclude<ClassesBySize, 'minority'> | RatioTarget | CountsTarget;

/** The classes that cleaning may take rows from. */
export type CleaningTargets = Exclude<ClassesBySize, 'minority'> | ClassesTarget;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isRatio(value: unknown): value is RatioTarget {
  return (
    isObject(value) &&
    Object.keys(value).join() === 'ratio' &&
    typeof value.ratio === 'number' &&
    value.ratio > 0 &&
    value.ratio <= 1
  );
}

function isCounts(value: unknown): value is CountsTarget {
  return (
    isObject(value) &&
    Object.keys(value).join() === 'counts' &&
    isObject(value.counts) &&
    Object.values(value.counts).every((count) => Number.isInteger(count) && (count as number) >= 0)
  );
}

function isClasses(value: unknown): value is ClassesTarget {
  return isObject(value) && Object.keys(value).join() === 'classes' && Array.isArray(value.classes);
}

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

const overWords = ['auto', 'minority', 'not-minority', 'not-majority', 'all'] as const;
const underWords = ['auto', 'majority', 'not-minority', 'not-majority', 'all'] as const;

const isWord = <W>(words: readonly W[], value: unknown): value is W => words.includes(value as W);

const sizes = '{ratio} in (0, 1], or {counts} of whole numbers >= 0 by class';

/** The option `targets` of methods that add rows. */
export const overTargets: Option<OverTargets> = {
  default: 'auto',
  allowed: `one of ${quoted(overWords)}, or ${sizes}`,
  description:
    'The classes to fill up to the largest one (`auto`: all but the largest), or the sizes afterwards.',
  accepts: (value): value is OverTargets => isWord(overWords, value) || isRatio(value) || isCounts(value),
};

/** The option `targets` of methods that select rows. */
export const underTargets: Option<UnderTargets> = {
  default: 'auto',
  allowed: `one of ${quoted(underWords)}, or ${sizes}`,
  description:
    'The classes to cut down to the smallest one (`auto`: all but the smallest), or the sizes afterwards.',
  accepts: (value): value is UnderTargets => isWord(underWords, value) || isRatio(value) || isCounts(value),
};

/** The option `targets` of methods that clean. */
export const cleaningTargets: Option<CleaningTargets> = {
  default: 'auto',
  allowed: `one of ${quoted(underWords)}, or {classes} with an array of classes`,
  description: 'The classes that rows may be taken from (`auto`: all but the smallest).',
  accepts: (value): value is CleaningTargets => isWord(underWords, value) || isClasses(value),
};

function chosen(classes: Classes, which: ClassesBySize): number[] {
  const majority = majorityOf(classes);
  const minority = minorityOf(classes);
  return [...classes.names.keys()].filter((code) => {
    if (which === 'minority') return code === minority;
    if (which === 'majority') return code === majority;
    if (which === 'not-minority') return code !== minority;
    if (which === 'not-majority') return code !== majority;
    return true;
  });
}

/**
 * How many rows each class is to get more; classes that are not meant are absent.
 *
 * @throws SamplingError for a class that does not occur and for sizes that over-sampling cannot reach
 */
export function rowsToMake(owner: string, classes: Classes, targets: OverTargets): Map<number, number> {
  const {counts, names} = classes;
  const majority = majorityOf(classes);
  if (typeof targets === 'string') {
    const which = targets === 'auto' ? 'not-majority' : targets;
    return new Map(chosen(classes, which).map((code) => [code, counts[majority]! - counts[code]!]));
  }
  if ('ratio' in targets) {
    checkTwo(owner, classes);
    const other = 1 - majority;
    const wanted = Math.trunc(counts[majority]! * targets.ratio);
    if (wanted <= counts[other]!) {
      throw new SamplingError(
        `${owner}: the ratio ${targets.ratio} gives class ${names[other]} ${wanted} rows, and it has ${counts[other]}; ` +
          `over-sampling needs a ratio above ${counts[other]! / counts[majority]!}.`,
      );
    }
    return new Map([[other, wanted - counts[other]!]]);
  }
  return new Map(
    namedCounts(owner, classes, targets).map(([code, wanted]) => {
      if (wanted < counts[code]!) {
        throw new SamplingError(
          `${owner}: class ${names[code]} has ${counts[code]} rows, and ${wanted} are asked for; over-sampling takes ` +
            'none away.',
        );
      }
      return [code, wanted - counts[code]!];
    }),
  );
}

/**
 * How many rows each class is to keep; classes that are not meant are absent.
 *
 * @throws SamplingError for a class that does not occur and for sizes that under-sampling cannot reach
 */
export function rowsToKeep(owner: string, classes: Classes, targets: UnderTargets): Map<number, number> {
  const {counts, names} = classes;
  const minority = minorityOf(classes);
  if (typeof targets === 'string') {
    const which = targets === 'auto' ? 'not-minority' : targets;
    return new Map(chosen(classes, which).map((code) => [code, counts[minority]!]));
  }
  if ('ratio' in targets) {
    checkTwo(owner, classes);
    const other = 1 - minority;
    const wanted = Math.trunc(counts[minority]! / targets.ratio);
    if (wanted > counts[other]!) {
      throw new SamplingError(
        `${owner}: the ratio ${targets.ratio} gives class ${names[other]} ${wanted} rows, and it has ${counts[other]}; ` +
          `under-sampling needs a ratio of at least ${counts[minority]! / counts[other]!}.`,
      );
    }
    return new Map([[other, wanted]]);
  }
  const wanted = namedCounts(owner, classes, targets);
  for (const [code, count] of wanted) {
    if (count > counts[code]!) {
      throw new SamplingError(
        `${owner}: class ${names[code]} has ${counts[code]} rows, and ${count} are asked for; under-sampling adds none.`,
      );
    }
  }
  return new Map(wanted);
}

/**
 * The classes that cleaning may take rows from.
 *
 * @throws SamplingError for a class that does not occur
 */
export function classesToClean(owner: string, classes: Classes, targets: CleaningTargets): Set<number> {
  if (typeof targets === 'string') {
    return new Set(chosen(classes, targets === 'auto' ? 'not-minority' : targets));
  }
  return new Set(targets.classes.map((name) => codeOf(owner, classes, name)));
}

function checkTwo(owner: string, {names}: Classes): void {
  if (names.length === 2) return;
  throw new SamplingError(
    `${owner}: targets is a ratio, which is for two classes; y has ${names.length}. Give {counts}.`,
  );
}

function namedCounts(
  owner: string,
  classes: Classes,
  {counts}: CountsTarget,
): [code: number, count: number][] {
  return Object.entries(counts).map(([name, count]) => [codeOf(owner, classes, name), count]);
}

function codeOf(owner: string, {names}: Classes, given: string | number): number {
  const code = names.findIndex((name) => String(name) === String(given));
  if (code >= 0) return code;
  const shown = names.slice(0, 10).join(', ') + (names.length > 10 ? ', …' : '');
  throw new SamplingError(`${owner}: targets names class ${given}, which y does not have; y has ${shown}.`);
}
