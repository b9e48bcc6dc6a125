import type {TableColumn} from '../table/table-dataset.js';

/** Numbers or codes of unknown count. */
class Growing<A extends Float64Array | Int32Array> {
  #values: A;
  #length = 0;

  constructor(values: A) {
    this.#values = values;
  }

  add(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new (this.#values.constructor as new (length: number) => A)(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  done(): A {
    return this.#values.slice(0, this.#length) as A;
  }
}

/** Texts as codes. */
export class Categories {
  readonly #codes: Growing<Int32Array>;
  readonly #places: Map<string, number>;

  /** @param known categories that have the first codes */
  constructor(known: readonly string[] = []) {
    this.#codes = new Growing(new Int32Array(64));
    this.#places = new Map(known.map((text, place) => [text, place]));
  }

  has(text: string): boolean {
    return this.#places.has(text);
  }

  add(text: string | undefined): void {
    if (text === undefined) {
      this.#codes.add(-1);
      return;
    }
    let code = this.#places.get(text);
    if (code === undefined) {
      code = this.#places.size;
      this.#places.set(text, code);
    }
    this.#codes.add(code);
  }

  /** The codes and their texts, in the order in which they came. */
  done(): {codes: Int32Array; categories: string[]} {
    return {codes: this.#codes.done(), categories: [...this.#places.keys()]};
  }
}

/** What is wrong with a value; the reader adds where it is. */
export class ValueFault extends Error {}

type Store =
  | {readonly type: 'number'; readonly values: Growing<Float64Array>}
  | {readonly type: 'category'; readonly values: Categories};

/** Takes the values of one feature. */
export class ColumnStore {
  readonly #name: string;
  readonly #decimal: '.' | ',';
  readonly #inferred: boolean;
  #store: Store | undefined;
  #missingFirst = 0;
  /** A value that was there, for an error. */
  #example = {text: '', line: 0};

  /**
   * @param type as it was asked for, or nothing where it is to be inferred
   */
  constructor(name: string, type: 'number' | 'category' | undefined, decimal: '.' | ',') {
    this.#name = name;
    this.#decimal = decimal;
    this.#inferred = type === undefined;
    if (type !== undefined) this.#open(type);
  }

  /** @throws ValueFault where a value does not suit the column */
  add(text: string | undefined, line: number): void {
    if (text === undefined) {
      if (this.#store === undefined) ++this.#missingFirst;
      else addMissing(this.#store);
      return;
    }
    const store = this.#store ?? this.#open(this.#infer(text));
    if (store.type === 'category') {
      if (this.#inferred && parseNumber(text, this.#decimal) !== undefined) {
        throw this.#mixed(`'${text}' is a number`, `'${this.#example.text}'`);
      }
      store.values.add(text);
    } else store.values.add(this.#number(text));
    if (this.#example.line === 0) this.#example = {text, line};
  }

  done(): TableColumn {
    if (this.#store === undefined) throw new ValueFault("has no value at all; leave it out by type: 'skip'");
    const name = this.#name;
    if (this.#store.type === 'number') return {type: 'number', name, values: this.#store.values.done()};
    const {codes, categories} = this.#store.values.done();
    const comma = this.#decimal === '.' && categories.every((text) => /^[+-]?\d+,\d+$/.test(text));
    if (this.#inferred && comma && categories.length > 0) {
      throw new ValueFault(
        `has values like '${categories[0]}': set decimal to ',', or the column's type to 'category'`,
      );
    }
    return {type: 'category', name, ...sortedCategories(codes, categories)};
  }

  #infer(text: string): 'number' | 'category' {
    return parseNumber(text, this.#decimal) === undefined ? 'category' : 'number';
  }

  #open(type: 'number' | 'category'): Store {
    const store: Store =
      type === 'number'
        ? {type, values: new Growing(new Float64Array(64))}
        : {type, values: new Categories()};
    for (let i = 0; i < this.#missingFirst; ++i) addMissing(store);
    this.#store = store;
    return store;
  }

  #number(text: string): number {
    const value = parseNumber(text, this.#decimal);
    if (value === undefined) {
      if (this.#inferred) throw this.#mixed(`'${text}' is no number`, `'${this.#example.text}', a number`);
      throw new ValueFault(`'${text}' is no number`);
    }
    if (!Number.isFinite(value)) throw new ValueFault(`'${text}' is not a finite number`);
    return value;
  }

  #mixed(what: string, before: string): ValueFault {
    return new ValueFault(
      `${what}, and line ${this.#example.line} has ${before}; ` +
        "set the column's type to 'number' or 'category', or add a mark to missingMarks",
    );
  }
}

function addMissing(store: Store): void {
  if (store.type === 'number') store.values.add(Number.NaN);
  else store.values.add(undefined);
}

/** A number as text has it, infinities and NaN included; nothing where the text is none. */
export function parseNumber(text: string, decimal: '.' | ','): number | undefined {
  if (decimal === ',') {
    if (text.includes('.')) return undefined;
    return parseNumber(text.replace(',', '.'), '.');
  }
  const value = Number(text);
  // Number() also takes '', '0x10' and 'Infinity'.
  if (Number.isFinite(value)) return text === '' || /[xob]/i.test(text) ? undefined : value;
  if (/^[+-]?(inf|infinity)$/i.test(text) || !Number.isNaN(value))
    return text.startsWith('-') ? -Infinity : Infinity;
  return /^[+-]?nan$/i.test(text) ? Number.NaN : undefined;
}

/** Categories in order, by value where all are numbers and else by code units, and the codes that follow. */
export function sortedCategories(
  codes: Int32Array,
  categories: readonly string[],
): {codes: Int32Array; categories: string[]} {
  const numeric = categories.every((text) => Number.isFinite(parseNumber(text, '.')));
  const sorted = [...categories].sort((a, b) =>
    numeric && Number(a) !== Number(b) ? Number(a) - Number(b) : a < b ? -1 : 1,
  );
  const place = new Map(sorted.map((text, i) => [text, i]));
  const moved = categories.map((text) => place.get(text)!);
  return {codes: codes.map((code) => (code < 0 ? code : moved[code]!)), categories: sorted};
}
