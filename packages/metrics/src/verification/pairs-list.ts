import {checkKnown} from '../input/options.js';
import {type Pair, type Pairs, pairsOf} from './pairs.js';

/** Options of a pairs list. */
export interface PairsListOptions {
  /** The names of all items, in the order of their embeddings, each once. */
  names: readonly string[];
}

/** Options of a pairs list of LFW. */
export interface LfwPairsOptions extends PairsListOptions {
  /** The name of a person's image; default as LFW has it, `Name/Name_0001.jpg`. */
  itemName?: (person: string, image: number) => string;
}

/** Throws that a line of a list is not as it should be. */
function refuseLine(line: number, found: string, needed: string): never {
  throw new RangeError(`line ${line} ${found}: ${needed}`);
}

/** The index of each name. */
function indexOf(names: readonly string[]): (name: string, line: number) => number {
  if (!Array.isArray(names) || names.length === 0)
    throw new RangeError(
      'names is empty: the names of all items are needed, in the order of their embeddings',
    );
  const indices = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    if (indices.has(name))
      throw new RangeError(
        `names[${index}] is ${name}, as is names[${indices.get(name)}]: each name is needed once`,
      );
    indices.set(name, index);
  }
  return (name, line) => indices.get(name) ?? refuseLine(line, `names ${name}`, 'it is none of the names');
}

/** The lines that are not empty, with their numbers. */
function linesOf(text: string): {text: string; line: number}[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((content, index) => ({text: content, line: index + 1}))
    .filter(({text: content}) => content.trim() !== '');
}

const defaultName = (person: string, image: number): string =>
  `${person}/${person}_${String(image).padStart(4, '0')}.jpg`;

/**
 * Reads a pairs list in the form of Labeled Faces in the Wild: a first line `folds pairs` (or `pairs` alone, for one
 * fold), and then for each fold as many lines `person image image` as there are pairs, and as many lines `person image
 * person image`. Fields are separated by tabs or spaces.
 *
 * @returns the pairs with their folds, in the order of the list
 * @throws RangeError that names the line: where it has not this form, its name is unknown, an item is paired with itself,
 *   or a fold has not as many lines of each kind as the first line says
 */
export function parseLfwPairs(text: string, options: LfwPairsOptions): Pairs {
  checkKnown(options, ['names', 'itemName']);
  const {names, itemName = defaultName} = options;
  const find = indexOf(names);
  const [header, ...lines] = linesOf(text);
  const sizes = header?.text.trim().split(/\s+/).map(Number) ?? [];
  const [folds, perKind] = sizes.length === 1 ? [1, sizes[0]] : sizes;
  if (sizes.length > 2 || !isCount(folds) || !isCount(perKind))
    refuseLine(
      header?.line ?? 1,
      `is '${header?.text ?? ''}'`,
      "'folds pairs' or 'pairs' is needed, whole numbers from 1",
    );
  if (lines.length !== 2 * folds * perKind)
    throw new RangeError(
      `the list has ${lines.length} pairs: by line ${header?.line}, ${folds} folds of ${perKind} pairs of each kind, ` +
        `it should have ${2 * folds * perKind}`,
    );
  const item = (person: string, image: string, line: number): number => {
    if (!/^\d+$/.test(image)) refuseLine(line, `has the image number ${image}`, 'a whole number is needed');
    return find(itemName(person, Number(image)), line);
  };
  const pairs = lines.map(({text: content, line}, index): Pair => {
    const [a = '', first = '', second = '', third] = content.trim().split(/\s+/);
    const fields = content.trim().split(/\s+/).length;
    const isSame = Math.floor(index / perKind) % 2 === 0;
    if (fields !== (isSame ? 3 : 4))
      refuseLine(
        line,
        `has ${fields} fields`,
        isSame ? "3 are needed here, 'person image image'" : "4 are needed here, 'person image person image'",
      );
    const left = item(a, first, line);
    const right = isSame ? item(a, second, line) : item(second, third as string, line);
    if (left === right) refuseLine(line, `pairs ${names[left]} with itself`, 'two items are needed');
    if (!isSame && a === second) refuseLine(line, `has ${a} twice`, 'two persons are needed here');
    return {left, right, same: isSame, fold: Math.floor(index / perKind / 2)};
  });
  return pairsOf(pairs);
}

function isCount(value: number | undefined): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/**
 * Reads a pairs list of comma-separated values: lines `left,right,same`, or `left,right,same,fold`, with the names of two
 * items, `1` or `true` where both are of one identity and `0` or `false` where not, and the number of a fold from 0. A
 * first line with these words is skipped. Names with commas or quotes are quoted, `"a ""b"", c"`.
 *
 * @returns the pairs, with folds where the lines have such
 * @throws RangeError that names the line: where it has not this form, its name is unknown, or an item is paired with
 *   itself
 */
export function parseCsvPairs(text: string, options: PairsListOptions): Pairs {
  checkKnown(options, ['names']);
  const find = indexOf(options.names);
  const lines = linesOf(text).map(({text: content, line}) => ({fields: fieldsOf(content, line), line}));
  if (/^left,right,same(,fold)?$/i.test(lines[0]?.fields.join(',') ?? '')) lines.shift();
  if (lines.length === 0) throw new RangeError('the list has no pair: at least one line is needed');
  const width = lines[0]?.fields.length === 4 ? 4 : 3;
  const pairs = lines.map(({fields, line}): Pair => {
    const [a = '', b = '', same = '', fold = ''] = fields;
    if (fields.length !== width)
      refuseLine(
        line,
        `has ${fields.length} fields`,
        width === 4 ? "4 are needed, 'left,right,same,fold'" : "3 are needed, 'left,right,same'",
      );
    if (!/^(0|1|true|false)$/i.test(same))
      refuseLine(line, `has '${same}' for same`, 'allowed are 0, 1, true, false');
    if (width === 4 && !/^\d+$/.test(fold))
      refuseLine(line, `has the fold '${fold}'`, 'a whole number from 0 is needed');
    const [left, right] = [find(a, line), find(b, line)];
    if (left === right) refuseLine(line, `pairs ${a} with itself`, 'two items are needed');
    return {left, right, same: /^(1|true)$/i.test(same), ...(width === 4 ? {fold: Number(fold)} : {})};
  });
  return pairsOf(pairs);
}

/** The fields of a line, without the quotes and the spaces around them. */
function fieldsOf(content: string, line: number): string[] {
  const fields: string[] = [];
  const field = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y;
  for (;;) {
    const match = field.exec(content);
    if (!match) refuseLine(line, `is '${content}'`, 'its quotes do not match');
    fields.push(match[1]?.replaceAll('""', '"') ?? (match[2] as string).trim());
    if (match[3] === '') return fields;
  }
}
