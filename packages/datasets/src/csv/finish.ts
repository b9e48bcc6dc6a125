import {type TableColumn, type TableDataset, tableDataset} from '../table/table-dataset.js';
import {sortedCategories, ValueFault} from './column-store.js';
import type {CsvOptions, ResolvedCsvOptions} from './csv-options.js';
import type {CsvSchema} from './csv-schema.js';
import type {ReadRows} from './row-reader.js';

/** A table that was read. */
export interface CsvTable {
  readonly table: TableDataset;
  /** Whether the first row had the names of the columns. */
  readonly header: boolean;
  /** Rows that were left out because a value was missing; 0 unless `missing` is `'drop'`. */
  readonly droppedRows: number;
}

/** @throws RangeError where no row is left, all have one class, or a column has no value */
export function finishTable(rows: ReadRows, options: ResolvedCsvOptions): CsvTable {
  const {name} = options;
  const {labelName, header} = rows.layout;
  const classes = classesOf(rows, options);
  const columns = columnsOf(rows, name);
  return {
    table: tableDataset({name, columns, labelName, labels: classes.codes, classes: classes.names}),
    header,
    droppedRows: rows.dropped,
  };
}

/** @throws RangeError as {@link finishTable} does */
export function finishSchema(rows: ReadRows, options: ResolvedCsvOptions, given: CsvOptions): CsvSchema {
  const classes = classesOf(rows, options);
  return {
    options: given,
    header: rows.layout.header,
    columns: columnsOf(rows, options.name).map((column) => ({
      name: column.name,
      type: column.type,
      ...(column.type === 'category' ? {categories: column.categories} : {}),
    })),
    labelName: rows.layout.labelName,
    classNames: classes.names,
    labelTexts: classes.texts,
    classCounts: classes.counts,
    count: rows.kept,
    droppedRows: rows.dropped,
  };
}

/** A part of a table that was looked at as a whole before. */
export function finishBatch(rows: ReadRows, name: string, schema: CsvSchema): TableDataset {
  return tableDataset({
    name,
    columns: columnsOf(rows, name),
    labelName: schema.labelName,
    labels: rows.labels.done().codes,
    classes: schema.classNames,
  });
}

function columnsOf({layout, stores}: ReadRows, name: string): TableColumn[] {
  return stores.map((store, i) => {
    try {
      return store.done();
    } catch (fault) {
      throw fault instanceof ValueFault
        ? new RangeError(`${name}: column '${layout.features[i]!.name}' ${fault.message}`)
        : fault;
    }
  });
}

interface Classes {
  readonly codes: Int32Array;
  readonly names: readonly string[];
  /** How the classes are written. */
  readonly texts: readonly string[];
  readonly counts: readonly number[];
}

function classesOf(
  {labels, layout, kept, dropped}: ReadRows,
  {name, classNames}: ResolvedCsvOptions,
): Classes {
  if (kept === 0) {
    throw new RangeError(
      dropped > 0
        ? `${name}: all ${dropped} rows have a missing value, and missing is 'drop'; none is left`
        : `${name}: there is a line with names and no row`,
    );
  }
  const {codes, categories: texts, counts} = labels.done();
  if (classNames) return {codes, names: classNames, texts, counts};
  // Where all labels stand in single quotes, which are no quotes to CSV, they lose them.
  const quoted = texts.every((text) => /^'.+'$/.test(text));
  const names = quoted ? texts.map((text) => text.slice(1, -1)) : texts;
  if (names.length < 2) {
    throw new RangeError(
      `${name}: all ${kept} rows have the label '${names[0]}' (${layout.labelName}); at least two classes are ` +
        'expected, or classNames with all that there are',
    );
  }
  const sorted = sortedCategories(codes, names);
  const before = sorted.categories.map((one) => names.indexOf(one));
  return {
    codes: sorted.codes,
    names: sorted.categories,
    texts: before.map((place) => texts[place]!),
    counts: before.map((place) => counts[place]!),
  };
}
