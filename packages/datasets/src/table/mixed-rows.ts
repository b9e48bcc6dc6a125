import {type TableColumn, type TableDataset, tableDataset} from './table-dataset.js';

/**
 * The rows of a table as arrays of numbers and texts, for methods that take both, such as SMOTE-NC.
 *
 * @throws RangeError where a value is missing
 */
export function toMixedRows(table: TableDataset): (number | string)[][] {
  return Array.from({length: table.count}, (_, row) =>
    table.columns.map((column) => {
      const value = column.type === 'number' ? column.values[row]! : column.categories[column.codes[row]!];
      if (value === undefined || Number.isNaN(value)) {
        throw new RangeError(
          `${table.name}: column '${column.name}' has no value in row ${row}; fitFill fills such places`,
        );
      }
      return value;
    }),
  );
}

/**
 * A table of rows of numbers and texts, such as a sampler returns for those of {@link toMixedRows}.
 *
 * @param labels the class of each row
 * @param like the table whose columns, categories and classes these are
 * @throws RangeError where a row has not as many values as `like` has columns, a value is not of its column's type or
 *   not finite, a category is new, or a label is none of `like`'s
 */
export function fromMixedRows(
  rows: readonly ArrayLike<number | string>[],
  labels: ArrayLike<number>,
  like: TableDataset,
): TableDataset {
  for (const [row, {length}] of rows.entries()) {
    if (length !== like.columns.length) {
      throw new RangeError(
        `${like.name}: row ${row} has ${length} values; ${like.columns.length} are expected, one for each column`,
      );
    }
  }
  const columns = like.columns.map((column, place): TableColumn => {
    const wrong = (row: number, expected: string): RangeError =>
      new RangeError(
        `${like.name}: column '${column.name}' has ${rows[row]![place]} in row ${row}; ${expected}`,
      );
    if (column.type === 'number') {
      const values = Float64Array.from(rows, (row, at) => {
        const value = row[place];
        if (typeof value !== 'number' || !Number.isFinite(value))
          throw wrong(at, 'a finite number is expected');
        return value;
      });
      return {...column, values};
    }
    const codes = new Map(column.categories.map((category, code) => [category, code]));
    return {
      ...column,
      codes: Int32Array.from(rows, (row, at) => {
        const code = codes.get(String(row[place]));
        if (code === undefined) throw wrong(at, 'one of its categories is expected');
        return code;
      }),
    };
  });
  return tableDataset({
    name: like.name,
    columns,
    labelName: like.labelName,
    labels,
    classes: like.classNames,
  });
}
