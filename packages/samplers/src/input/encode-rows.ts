import {SamplingError} from '../errors.js';
import type {Table} from './data.js';
import type {ClassName} from './kinds.js';

/** Rows of numbers and texts. */
export interface RowsOfText {
  readonly count: number;
  readonly columns: number;
  at(row: number, column: number): number | string;
}

/**
 * Rows as numbers: a value of a categorical column becomes its place among the column's categories.
 *
 * @param categorical the columns of categories; `'text'` takes those that hold a text in the first row
 * @throws SamplingError where a categorical column does not exist or has values of two types, and where another
 *   column holds anything but numbers
 */
export function encodeRows(
  owner: string,
  rows: RowsOfText,
  categorical: readonly number[] | 'all' | 'text',
): Table {
  const {count, columns} = rows;
  const isCategorical = new Array<boolean>(columns).fill(categorical === 'all');
  if (categorical === 'text' && count > 0) {
    for (let column = 0; column < columns; ++column)
      isCategorical[column] = typeof rows.at(0, column) === 'string';
  } else if (typeof categorical !== 'string') {
    for (const column of categorical) {
      if (!(column in isCategorical)) {
        throw new SamplingError(
          `${owner}: categorical names column ${column}; X has the columns 0 to ${columns - 1}.`,
        );
      }
      isCategorical[column] = true;
    }
  }
  const values = new Float64Array(count * columns);
  const categories = isCategorical.map((is, column) =>
    is ? encodeColumn(owner, rows, column, values) : copyColumn(owner, rows, column, values),
  );
  return {count, columns, values, ...(isCategorical.includes(true) ? {categories} : {})};
}

function encodeColumn(owner: string, rows: RowsOfText, column: number, values: Float64Array): ClassName[] {
  const found = new Set<ClassName>();
  const type = typeof rows.at(0, column);
  for (let row = 0; row < rows.count; ++row) {
    const value = rows.at(row, column);
    if (!(typeof value === 'string' || Number.isFinite(value)) || typeof value !== type) {
      throw new SamplingError(
        `${owner}: X[${row}][${column}] is ${show(value)}; the categories of a column are texts or finite numbers, all of ` +
          'one type.',
      );
    }
    found.add(value);
  }
  const names = [...found].sort((a, b) => (a < b ? -1 : 1));
  const places = new Map(names.map((name, place) => [name, place]));
  for (let row = 0; row < rows.count; ++row) {
    values[row * rows.columns + column] = places.get(rows.at(row, column))!;
  }
  return names;
}

function copyColumn(owner: string, rows: RowsOfText, column: number, values: Float64Array): undefined {
  for (let row = 0; row < rows.count; ++row) {
    const value = rows.at(row, column);
    if (typeof value !== 'number') {
      throw new SamplingError(
        `${owner}: X[${row}][${column}] is ${show(value)}; a number is expected (smoteNc and smoteN take columns of text).`,
      );
    }
    values[row * rows.columns + column] = value;
  }
}

const show = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));
