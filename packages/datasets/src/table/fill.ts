import {checkOptionNames} from '../check-options.js';
import {
  type CategoryColumn,
  checkSameColumns,
  type NumberColumn,
  type TableColumn,
  type TableDataset,
} from './table-dataset.js';

/** What {@link fitFill} puts where values are missing. */
export interface FillOptions {
  /** In columns of numbers: the mean or the median of what is there, or a number; `'median'` where left out. */
  readonly numbers?: 'mean' | 'median' | number;
  /** In columns of categories: the most frequent one, or `{category}`; `'most-frequent'` where left out. */
  readonly categories?: 'most-frequent' | {readonly category: string};
}

/** Fills what is missing with what was found in the table that it was fitted on. */
export interface Fill {
  /** What each column is filled with. */
  readonly values: readonly {readonly name: string; readonly value: number | string}[];
  /**
   * A table without missing values. Columns that lack none are the same ones.
   *
   * @throws RangeError where the columns are others than those of the table that this was fitted on
   */
  transform(table: TableDataset): TableDataset;
}

/**
 * Finds in the training part what missing values are to be filled with, in it and in all other parts.
 * Of several most frequent categories the first is taken.
 *
 * @throws RangeError where a column has no value at all, or an option is not one of those that are allowed
 */
export function fitFill(train: TableDataset, options: FillOptions = {}): Fill {
  checkOptionNames('fitFill', options, ['numbers', 'categories']);
  const {numbers = 'median', categories = 'most-frequent'} = options;
  if (numbers !== 'mean' && numbers !== 'median' && !Number.isFinite(numbers)) {
    throw new RangeError(`numbers is ${numbers}; 'mean', 'median' or a finite number is expected`);
  }
  if (categories !== 'most-frequent' && typeof categories?.category !== 'string') {
    throw new RangeError(`categories is ${categories}; 'most-frequent' or {category: 'a text'} is expected`);
  }
  const fitted = train.columns.map(({name, type}) => ({name, type}));
  const values = train.columns.map((column) => {
    const value = column.type === 'number' ? numberFor(column, numbers) : categoryFor(column, categories);
    if (value === undefined) {
      throw new RangeError(`${train.name}: column '${column.name}' has no value from which to fill others`);
    }
    return {name: column.name, value};
  });
  return {
    values,
    transform: (table) => {
      checkSameColumns('the fill', fitted, table);
      return {...table, columns: table.columns.map((column, place) => filled(column, values[place]!.value))};
    },
  };
}

function numberFor({values}: NumberColumn, how: 'mean' | 'median' | number): number | undefined {
  if (typeof how === 'number') return how;
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return undefined;
  if (how === 'mean') return present.reduce((sum, value) => sum + value / present.length, 0);
  present.sort();
  const middle = present.length >> 1;
  // Halves first, so that large numbers do not overflow.
  return present.length % 2 === 1 ? present[middle] : present[middle - 1]! / 2 + present[middle]! / 2;
}

function categoryFor(
  {codes, categories}: CategoryColumn,
  how: 'most-frequent' | {readonly category: string},
): string | undefined {
  if (how !== 'most-frequent') return how.category;
  const counts = new Int32Array(categories.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  let best = 0;
  for (let code = 1; code < counts.length; ++code) if (counts[code]! > counts[best]!) best = code;
  return counts[best] ? categories[best] : undefined;
}

function filled(column: TableColumn, value: number | string): TableColumn {
  if (column.type === 'number') {
    if (!column.values.some(Number.isNaN)) return column;
    return {...column, values: column.values.map((one) => (Number.isNaN(one) ? (value as number) : one))};
  }
  if (!column.codes.includes(-1)) return column;
  const known = column.categories.indexOf(value as string);
  const code = known >= 0 ? known : column.categories.length;
  return {
    ...column,
    categories: known >= 0 ? column.categories : [...column.categories, value as string],
    codes: column.codes.map((one) => (one < 0 ? code : one)),
  };
}
