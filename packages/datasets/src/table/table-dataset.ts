/** A column of numbers. */
export interface NumberColumn {
  readonly type: 'number';
  readonly name: string;
  /** The value of each row; NaN where it is missing. */
  readonly values: Float64Array;
}

/** A column of categories. */
export interface CategoryColumn {
  readonly type: 'category';
  readonly name: string;
  /** The category of each row as its place in `categories`; -1 where it is missing. */
  readonly codes: Int32Array;
  /** The texts that stand for the categories; some may have no row. */
  readonly categories: readonly string[];
}

export type TableColumn = NumberColumn | CategoryColumn;

/** Labelled rows of numbers and categories. */
export interface TableDataset {
  /** Where the rows are from, for reports. */
  readonly name: string;
  /** The features, without the label. */
  readonly columns: readonly TableColumn[];
  /** What the label is called. */
  readonly labelName: string;
  /** The class of each row: an integer in [0, classes). */
  readonly labels: Int32Array;
  /** Number of classes; some may have no row. */
  readonly classes: number;
  /** A name for each class. */
  readonly classNames: readonly string[];
  /** Number of rows. */
  readonly count: number;
}

/** What a table is made of; the rest of it follows. */
export interface TableDatasetParts {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** `'label'` where left out. */
  readonly labelName?: string;
  /** The class of each row. */
  readonly labels: ArrayLike<number>;
  /** A name for each class, or the number of classes, which are then named '0', '1', … */
  readonly classes: number | readonly string[];
}

/**
 * A table from its parts, checked.
 *
 * @throws RangeError where there is no column or no class, two columns have one name, a column has not as many
 *   rows as there are labels, or a label or a category's code is not one that there is
 */
export function tableDataset(parts: TableDatasetParts): TableDataset {
  const {name, columns, labelName = 'label'} = parts;
  const classNames =
    typeof parts.classes === 'number'
      ? Array.from({length: parts.classes}, (_, label) => String(label))
      : [...parts.classes];
  const classes = classNames.length;
  if (classes < 1) throw new RangeError(`${name}: there are ${classes} classes; at least 1 is expected`);
  if (columns.length < 1) throw new RangeError(`${name}: there is no column; at least 1 is expected`);
  const count = parts.labels.length;
  for (let row = 0; row < count; ++row) {
    const label = parts.labels[row]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(
        `${name}: label ${row} is ${label}; an integer from 0 to ${classes - 1} is expected`,
      );
    }
  }
  const names = new Set<string>();
  for (const column of columns) {
    if (names.has(column.name)) throw new RangeError(`${name}: two columns are called '${column.name}'`);
    names.add(column.name);
    checkColumn(name, column, count);
  }
  const labels = Int32Array.from(parts.labels);
  return {name, columns: [...columns], labelName, labels, classes, classNames, count};
}

function checkColumn(name: string, column: TableColumn, count: number): void {
  const given = column.type === 'number' ? column.values : column.codes;
  if (given.length !== count) {
    throw new RangeError(
      `${name}: column '${column.name}' has ${given.length} rows; ${count} are expected, one for each label`,
    );
  }
  if (column.type === 'number') return;
  const wrong = column.codes.findIndex((code) => code < -1 || code >= column.categories.length);
  if (wrong >= 0) {
    throw new RangeError(
      `${name}: column '${column.name}' has the code ${column.codes[wrong]} in row ${wrong}; ` +
        `an integer from -1 (missing) to ${column.categories.length - 1} is expected`,
    );
  }
}

/** The rows of a column that are given, in that order. */
export function selectOfColumn(column: TableColumn, rows: ArrayLike<number>): TableColumn {
  const pick = (from: Float64Array | Int32Array, to: Float64Array | Int32Array): void => {
    for (let i = 0; i < rows.length; ++i) to[i] = from[rows[i]!]!;
  };
  if (column.type === 'number') {
    const values = new Float64Array(rows.length);
    pick(column.values, values);
    return {...column, values};
  }
  const codes = new Int32Array(rows.length);
  pick(column.codes, codes);
  return {...column, codes};
}

/**
 * Refuses a table whose columns are not those that something was fitted on.
 *
 * @param by what was fitted, for the error
 */
export function checkSameColumns(
  by: string,
  fitted: readonly Pick<TableColumn, 'name' | 'type'>[],
  table: TableDataset,
): void {
  const shown = (columns: readonly Pick<TableColumn, 'name' | 'type'>[]): string =>
    columns.map(({name, type}) => `${name} (${type})`).join(', ');
  const same =
    fitted.length === table.columns.length &&
    fitted.every(
      ({name, type}, place) => table.columns[place]!.name === name && table.columns[place]!.type === type,
    );
  if (!same) {
    throw new RangeError(
      `${table.name}: the columns are ${shown(table.columns)}; ${by} was fitted on ${shown(fitted)}`,
    );
  }
}
