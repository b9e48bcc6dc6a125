import {checkOptionNames} from '../check-options.js';
import type {NumberMatrix} from './number-matrix.js';
import {checkSameColumns, type TableColumn, type TableDataset} from './table-dataset.js';

/** How {@link fitEncoder} encodes. */
export interface EncoderOptions {
  /**
   * What a category does that the training part has not: `'error'` names it, `'zeros'` gives it zeros in all columns
   * of its kind; `'error'` where left out.
   */
  readonly unknown?: 'error' | 'zeros';
}

/** Turns tables into numbers: columns of numbers as they are, a column of categories one-hot. */
export interface Encoder {
  /** A name for each column of the matrix: `age`, and for categories `housing=own`. */
  readonly columnNames: readonly string[];
  /**
   * The rows as float32, in the order of the table's columns.
   *
   * @throws RangeError where a value is missing or beyond float32, where a category is unknown and that is an error,
   *   or where the columns are others than those of the table that this was fitted on
   */
  transform(table: TableDataset): NumberMatrix<Float32Array>;
}

/**
 * Finds the categories of the training part, those that occur there. A category gets a column of its own that is 1
 * for its rows and 0 for others.
 *
 * @throws RangeError where a value is missing, or `unknown` is not one of those that are allowed
 */
export function fitEncoder(train: TableDataset, options: EncoderOptions = {}): Encoder {
  checkOptionNames('fitEncoder', options, ['unknown']);
  const {unknown = 'error'} = options;
  if (unknown !== 'error' && unknown !== 'zeros') {
    throw new RangeError(`unknown is '${unknown}'; 'error' or 'zeros' is expected`);
  }
  for (const column of train.columns) checkNoneMissing(train.name, column);
  const fitted = train.columns.map((column) => ({
    name: column.name,
    type: column.type,
    categories: column.type === 'category' ? occurring(column.codes, column.categories) : undefined,
  }));
  const columnNames = fitted.flatMap(({name, categories}) =>
    categories ? categories.map((category) => `${name}=${category}`) : [name],
  );
  return {
    columnNames,
    transform: (table) => {
      checkSameColumns('the encoder', fitted, table);
      const data = new Float32Array(table.count * columnNames.length);
      const matrix = {data, rows: table.count, columns: columnNames.length, columnNames};
      let place = 0;
      for (const [i, column] of table.columns.entries()) {
        checkNoneMissing(table.name, column);
        const {categories} = fitted[i]!;
        if (column.type === 'number') writeNumbers(matrix, place, column, table.name);
        else writeOneHot(matrix, place, column, {categories: categories!, unknown, name: table.name});
        place += categories ? categories.length : 1;
      }
      return matrix;
    },
  };
}

function occurring(codes: Int32Array, categories: readonly string[]): string[] {
  const seen = new Set(codes);
  return categories.filter((_, code) => seen.has(code));
}

function checkNoneMissing(name: string, column: TableColumn): void {
  const row =
    column.type === 'number'
      ? column.values.findIndex((value) => Number.isNaN(value))
      : column.codes.findIndex((code) => code < 0);
  if (row >= 0) {
    throw new RangeError(
      `${name}: column '${column.name}' has no value in row ${row}; fitFill fills such places`,
    );
  }
}

function writeNumbers(
  {data, columns}: NumberMatrix,
  place: number,
  {name: column, values}: TableColumn & {type: 'number'},
  name: string,
): void {
  for (let row = 0; row < values.length; ++row) {
    data[row * columns + place] = values[row]!;
    if (!Number.isFinite(data[row * columns + place])) {
      throw new RangeError(
        `${name}: column '${column}' has ${values[row]} in row ${row}, which float32 cannot hold; ` +
          'fitStandardizer scales columns',
      );
    }
  }
}

function writeOneHot(
  {data, columns}: NumberMatrix,
  place: number,
  column: TableColumn & {type: 'category'},
  {categories, unknown, name}: {categories: readonly string[]; unknown: 'error' | 'zeros'; name: string},
): void {
  const places = column.categories.map((category) => categories.indexOf(category));
  for (let row = 0; row < column.codes.length; ++row) {
    const code = column.codes[row]!;
    if (places[code]! >= 0) data[row * columns + place + places[code]!] = 1;
    else if (unknown === 'error') {
      throw new RangeError(
        `${name}: column '${column.name}' has '${column.categories[code]}' in row ${row}, which does not occur in ` +
          "the training part; unknown: 'zeros' allows that",
      );
    }
  }
}
