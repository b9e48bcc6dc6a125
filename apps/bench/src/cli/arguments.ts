import {nearestName} from '@isomargin/core';
import type {ArgsDef} from 'citty';
import {UsageError} from '../errors.js';

/**
 * citty takes whatever it does not know; this refuses it.
 *
 * @param declared the command's arguments
 * @param parsed what citty made of the command line
 * @returns the texts, by the argument's name; booleans are left out
 * @throws UsageError for an unknown option (with the nearest name), one without its value, and too many words
 */
export function readTexts(
  declared: ArgsDef,
  parsed: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | undefined>> {
  const names = Object.keys(declared);
  const positionals = names.filter((name) => declared[name]?.type === 'positional');
  const words = parsed._ as readonly string[];
  for (const [name, value] of Object.entries(parsed)) {
    // citty adds 'retryFailed' to 'retry-failed'.
    if (name === '_' || (!(name in declared) && kebabCase(name) in declared)) continue;
    const type = declared[name]?.type;
    if (type === undefined)
      throw unknownOption(
        name,
        names.filter((known) => !positionals.includes(known)),
      );
    if (type === 'string' && (typeof value !== 'string' || value === '')) {
      throw new UsageError(`--${name} needs a value.`);
    }
  }
  if (words.length > positionals.length) {
    throw new UsageError(`Unexpected argument '${words[positionals.length]}'.`);
  }
  const texts = Object.entries(parsed).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function unknownOption(name: string, names: readonly string[]): UsageError {
  const nearest = nearestName(name, names);
  const hint =
    nearest === undefined
      ? names.length === 0
        ? 'There are none here.'
        : `Known options: ${names.map((known) => `--${known}`).join(', ')}.`
      : `Did you mean --${nearest}?`;
  return new UsageError(`Unknown option --${name}. ${hint}`);
}

/** A whole number >= `min` that was typed as the value of an option. */
export function readInteger(option: string, text: string, min: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < min || text.trim() === '') {
    throw new UsageError(`--${option} must be an integer >= ${min}, but is '${text}'.`);
  }
  return value;
}

/** Which numbers are allowed. */
export interface ShareRange {
  /** In words: 'above 0 and up to 1'. */
  readonly allowed: string;
  readonly accepts: (value: number) => boolean;
}

/** Different numbers of a range, typed as a list. */
export function readShares(option: string, text: string, {allowed, accepts}: ShareRange): number[] {
  const values = text.split(',').map((part) => {
    const value = Number(part);
    if (!accepts(value) || part.trim() === '') {
      throw new UsageError(`--${option} must be numbers ${allowed}, separated by commas, but has '${part}'.`);
    }
    return value;
  });
  if (new Set(values).size < values.length) {
    throw new UsageError(`--${option} must be different numbers, but is '${text}'.`);
  }
  return values;
}
