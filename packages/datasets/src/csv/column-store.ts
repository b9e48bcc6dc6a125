import type {TableColumn} from '../table/table-dataset.js';

/** Numbers or codes of unknown count. */
class Growing<A extends Float64Array | Int32Array> {
  readonly #keep: boolean;
  #values: A;
  #length = 0;

  /** @param keep whether values are kept; where not, there are none in the end */
  constructor(values: A, keep: boolean) {
    this.#values = values;
    this.#keep = keep;
  }

  add(value: number): void {
    if (!this.#keep) return;
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
  readonly #counts: number[];

  /**
   * @param keep whether codes are kept
   * @param known categories that have the first codes
   */
  constructor(keep: boolean, known: readonly string[] = []) {
    this.#codes = new Growing(new Int32Array(64), keep);
    this.#places = new Map(known.map((text, place) => [text, place]));
    this.#counts = known.map(() => 0);
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
      this.#counts.push(0);
    }
    this.#counts[code]!++;
    this.#codes.add(code);
  }

  /** The codes, their texts in the order in which they came, and how often each came. */
  done(): {codes: Int32Array; categories: string[]; counts: number[]} {
    return {codes: this.#codes.done(), categories: [...this.#places.keys()], counts: this.#counts};
  }
}

/** What is wrong with a value; the reader adds where it is. */
export class ValueFault extends Error {}

type Store =
  | {readonly type: 'number'; readonly values: Growing<Float64Array>}
  | {readonly type: 'category'; readonly values: Categories};

/** How a column is taken. */
export interface ColumnStoreOptions {
  readonly name: string;
  /** As it was asked for, or nothing where it is to be inferred. */
  readonly type: 'number' | 'category' | undefined;
  readonly decimal: '.' | ',';
  /** Whether the values are kept, or only what is known of them. */
  readonly keep: boolean;
  /** All categories in their order, where they are known; others are refused. */
  readonly categories?: readonly string[];
}

/** Takes the values of one feature. */
export class ColumnStore {
  readonly #options: ColumnStoreOptions;
  #store: Store | undefined;
  #missingFirst = 0;
  /** A value that was there, for an error. */
  #example = {text: '', line: 0};

  constructor(options: ColumnStoreOptions) {
    this.#options = options;
    if (options.type !== undefined) this.#open(options.type);
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
      this.#checkCategory(text, store.values);
      store.values.add(text);
    } else store.values.add(this.#number(text));
    if (this.#example.line === 0) this.#example = {text, line};
  }

  done(): TableColumn {
    if (this.#store === undefined) throw new ValueFault("has no value at all; leave it out by type: 'skip'");
    const {name, type, decimal, categories: known} = this.#options;
    if (this.#store.type === 'number') return {type: 'number', name, values: this.#store.values.done()};
    const {codes, categories} = this.#store.values.done();
    if (known) return {type: 'category', name, codes, categories};
    const comma = decimal === '.' && categories.every((text) => /^[+-]?\d+,\d+$/.test(text));
    if (type === undefined && comma && categories.length > 0) {
      throw new ValueFault(
        `has values like '${categories[0]}': set decimal to ',', or the column's type to 'category'`,
      );
    }
    return {type: 'category', name, ...sortedCategories(codes, categories)};
  }

  #checkCategory(text: string, values: Categories): void {
    const {type, decimal, categories} = this.#options;
    if (categories && !values.has(text))
      throw new ValueFault(`'${text}' is none of the categories that were found`);
    if (type === undefined && parseNumber(text, decimal) !== undefined) {
      throw this.#mixed(`'${text}' is a number`, `'${this.#example.text}'`);
    }
  }

  #infer(text: string): 'number' | 'category' {
    return parseNumber(text, this.#options.decimal) === undefined ? 'category' : 'number';
  }

  #open(type: 'number' | 'category'): Store {
    const {keep, categories} = this.#options;
    const store: Store =
      type === 'number'
        ? {type, values: new Growing(new Float64Array(64), keep)}
        : {type, values: new Categories(keep, categories)};
    for (let i = 0; i < this.#missingFirst; ++i) addMissing(store);
    this.#store = store;
    return store;
  }

  #number(text: string): number {
    const value = parseNumber(text, this.#options.decimal);
    if (value === undefined) {
      if (this.#options.type === undefined)
        throw this.#mixed(`'${text}' is no number`, `'${this.#example.text}', a number`);
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
  // Number() also takes '', '0x10', '0o7', '0b1' and 'Infinity'.
  if (Number.isFinite(value)) return text === '' || hasPrefix(text) ? undefined : value;
  if (/^[+-]?(inf|infinity)$/i.test(text) || !Number.isNaN(value))
    return text.startsWith('-') ? -Infinity : Infinity;
  return /^[+-]?nan$/i.test(text) ? Number.NaN : undefined;
}

function hasPrefix(text: string): boolean {
  return text.charCodeAt(0) === 0x30 && text.charCodeAt(1) > 0x39 && /^0[xob]/i.test(text);
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
