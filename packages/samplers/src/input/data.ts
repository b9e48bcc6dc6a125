import type {ClassName} from './kinds.js';

/** The examples as the methods see them. */
export interface Table {
  readonly count: number;
  readonly columns: number;
  /** Row by row. Where a column is of categories, its values are their places in `categories`. */
  readonly values: Float32Array | Float64Array;
  /** The categories of each column, sorted, or nothing for a column of numbers. */
  readonly categories?: readonly (readonly ClassName[] | undefined)[];
}

/** The labels as the methods see them. */
export interface Classes {
  /** The classes that occur, sorted: numbers by value, texts by their UTF-16 code units. */
  readonly names: readonly ClassName[];
  /** The class of each row, as its place in `names`. */
  readonly codes: Int32Array;
  /** How many rows each class has. */
  readonly counts: readonly number[];
}

/** What a method works on. */
export interface Data {
  readonly table: Table;
  readonly classes: Classes;
}

/** Rows that a method makes. */
export interface MadeRows {
  /** Their values, coded as those of the table are. */
  readonly values: Float64Array;
  /** The row that each was made from. */
  readonly origins: Int32Array;
  /** The class of each, as its place in `names`. */
  readonly codes: Int32Array;
}

/** What a method returns: rows that stay, and rows that it makes. */
export interface Outcome {
  readonly kept: Int32Array;
  readonly made?: MadeRows;
}

/** All rows, ascending. */
export function everyRow(count: number): Int32Array {
  const rows = new Int32Array(count);
  for (let row = 0; row < count; ++row) rows[row] = row;
  return rows;
}

/** The rows of each class, ascending. */
export function rowsByClass({codes, counts}: Classes): Int32Array[] {
  const rows = counts.map((count) => new Int32Array(count));
  const filled = new Int32Array(counts.length);
  for (let row = 0; row < codes.length; ++row) {
    const code = codes[row]!;
    rows[code]![filled[code]!++] = row;
  }
  return rows;
}

/** Several lists of rows as one. */
export function concatenated(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((sum, rows) => sum + rows.length, 0));
  let at = 0;
  for (const rows of lists) {
    all.set(rows, at);
    at += rows.length;
  }
  return all;
}

/** The place of the largest class; of the first of them in the order of the names where several are. */
export function majorityOf({counts}: Classes): number {
  return counts.indexOf(Math.max(...counts));
}

/** The place of the smallest class; of the first of them in the order of the names where several are. */
export function minorityOf({counts}: Classes): number {
  return counts.indexOf(Math.min(...counts));
}
