import {UsageError} from './errors.js';
import type {OptionValue} from './results/types.js';

/** What is chosen by its name, with options, as it is typed: `affinity:margin=0.5:prototypesPerClass=5`. */
export interface Choice {
  /** As it was typed. */
  readonly text: string;
  readonly name: string;
  readonly options: readonly (readonly [name: string, value: string])[];
}

/** What a list is of, for error texts. */
export interface ListKind {
  /** Of the command line, without the dashes. */
  readonly option: string;
  /** In the singular. */
  readonly noun: string;
  readonly example: string;
}

/**
 * The entries of a comma-separated list. A comma inside brackets or braces is part of a value: `ldam:classWeights=[1,2]`.
 *
 * @throws UsageError where an entry is empty, occurs twice, or has options that are none
 */
export function parseChoices(list: string, kind: ListKind): Choice[] {
  const texts = splitAtCommas(list);
  const twice = texts.find((text, index) => texts.indexOf(text) !== index);
  if (twice !== undefined) throw new UsageError(`--${kind.option}: '${twice}' occurs twice.`);
  return texts.map((text) => parseChoice(text, kind));
}

function splitAtCommas(list: string): string[] {
  const texts = [''];
  let depth = 0;
  for (const character of list) {
    if ('[{'.includes(character)) depth++;
    else if (']}'.includes(character)) depth--;
    if (character === ',' && depth <= 0) texts.push('');
    else texts[texts.length - 1] += character;
  }
  return texts.map((text) => text.trim());
}

function parseChoice(text: string, {option, noun, example}: ListKind): Choice {
  // Only a colon before `name=` begins an option: those of a drive letter or a URL do not.
  const [name = '', ...pairs] = text.split(/:(?=\w+=)/);
  if (name === '') {
    throw new UsageError(`--${option}: '${text}' names no ${noun}; expected are names such as ${example}.`);
  }
  const colon = name.search(/:(?![\\/])/);
  if (colon > 0) {
    const [first = ''] = example.split(',').filter((part) => part.includes('='));
    throw new UsageError(
      `--${option}: '${name.slice(colon + 1)}' in '${text}' is no option; expected is name=value, as in ${first}.`,
    );
  }
  const options = pairs.map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return {text, name, options};
}

/** The values of options: a number, true, false, a list in brackets, an object in braces, or else a word. */
export function valuesOf({options}: Choice): Record<string, OptionValue> {
  return Object.fromEntries(options.map(([name, text]) => [name, readValue(text)]));
}

function readValue(text: string): OptionValue {
  try {
    return JSON.parse(text) as OptionValue;
  } catch {
    return text;
  }
}

/** `smote (k = 3)`: a name and the options that were set, for people. */
export function titleOf(name: string, {options}: Choice): string {
  const set = options.map(([option, text]) => `${option} = ${text}`);
  return set.length === 0 ? name : `${name} (${set.join(', ')})`;
}
