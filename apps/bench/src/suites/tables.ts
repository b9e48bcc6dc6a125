import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {
  type CsvTable,
  duplicateGroups,
  fitEncoder,
  fitFill,
  fitStandardizer,
  selectRows,
  stratifiedKFold,
  type TableColumn,
  type TableDataset,
} from '@isomargin/datasets';
import {loadCsv} from '@isomargin/datasets/node';
import {messageOf, UsageError} from '../errors.js';
import {type Examples, numberExamples, type OneHot} from '../examples.js';
import {seedOf} from '../random.js';
import type {Fold, TrainTestExamples} from './suite.js';

/**
 * The CSV files that `--data` names: one, or all of a folder, in the order of their names.
 *
 * @throws UsageError where there is none
 */
export function csvFiles(data: string): string[] {
  if (!isFolder(data)) return [data];
  const files = readdirSync(data).filter((name) => /\.csv$/i.test(name));
  if (files.length === 0) throw new UsageError(`--data: ${data} has no file that ends in .csv.`);
  return files.sort().map((name) => join(data, name));
}

/** The file of a data set, where `--data` names it or the folder that it is in. */
export function fileIn(data: string, file: string): string {
  return isFolder(data) ? join(data, file) : data;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new UsageError(`--data: ${path} cannot be read: ${messageOf(error)}`, {cause: error});
  }
}

/** How a file is read, beside its path. */
interface TableOptions {
  /** The column with the classes: its name, or its place from 0 or from the end by −1. */
  readonly label: string | number;
  /** Whether the first row has the names of the columns; found out where left out. */
  readonly header: boolean | undefined;
  /** The classes that may occur, in the order of their labels; those that do where left out. */
  readonly classNames?: readonly string[];
}

/** The column that was typed, by its place where that is a number; the last one where none was. */
export function labelRef(text: string | undefined): string | number {
  if (text === undefined) return -1;
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

/**
 * A table as it is, with what is missing.
 *
 * @throws UsageError where the file or the column cannot be used, with the line or the nearest name
 */
export async function readTable(path: string, {label, header, classNames}: TableOptions): Promise<CsvTable> {
  try {
    const options = {label, header: header ?? 'auto', missing: 'keep'} as const;
    return await loadCsv(path, classNames === undefined ? options : {...options, classNames});
  } catch (error) {
    const text = messageOf(error).replace('set header to true or false', 'give --header or --no-header');
    throw new UsageError(`--data: ${text}`, {cause: error});
  }
}

/** The training and the test part of a fold. Rows with the same features are in the same part. */
export function foldOf(table: TableDataset, seed: number, {number, of}: Fold): TrainTestExamples {
  const folds = stratifiedKFold(table.labels, {
    folds: of,
    seed: seedOf(seed, 'folds'),
    groups: duplicateGroups(table),
  });
  const {train, test} = folds[number - 1]!;
  return tableExamples(selectRows(table, train), selectRows(table, test));
}

/**
 * Tables as a network takes them. What is missing is filled with the medians and most frequent categories of the training part,
 * numbers are scaled by its means and deviations, and its categories get a column each; a category that it has not is
 * 0 in all of them.
 */
export function tableExamples(train: TableDataset, test: TableDataset): TrainTestExamples {
  const fill = fitFill(train);
  const standardizer = fitStandardizer(fill.transform(train));
  const prepared = (part: TableDataset): TableDataset => standardizer.transform(fill.transform(part));
  const encoder = fitEncoder(prepared(train), {unknown: 'zeros'});
  const oneHots = oneHotsOf(prepared(train));
  const examples = (part: TableDataset): Examples => {
    const {data, columns} = encoder.transform(prepared(part));
    const {labels, classNames} = part;
    return numberExamples(data, {shape: [columns], labels, classNames, oneHots});
  };
  return {train: examples(train), test: examples(test)};
}

/** Where the encoder puts text columns: in the order of the columns, a place for each text that occurs. */
function oneHotsOf({columns}: TableDataset): OneHot[] {
  const oneHots: OneHot[] = [];
  let start = 0;
  for (const column of columns) {
    const size = column.type === 'number' ? 1 : new Set(column.codes).size;
    if (column.type === 'category') oneHots.push({start, size});
    start += size;
  }
  return oneHots;
}

/** Groups of equal rows that each class is in. */
export function groupsOfClasses({labels, classes}: TableDataset, groups: Int32Array): number[] {
  const found = Array.from({length: classes}, () => new Set<number>());
  for (const [row, label] of labels.entries()) found[label]!.add(groups[row]!);
  return found.map(({size}) => size);
}

/** What a table has, in a line. @param groups of equal rows */
export function tableText(table: TableDataset, groups: Int32Array): string {
  const number = (value: number): string => value.toLocaleString('en');
  const texts = table.columns.filter(({type}) => type === 'category').length;
  const repeats = table.count - new Set(groups).size;
  const missing = table.columns.reduce((sum, column) => sum + missingIn(column), 0);
  const parts = [
    `${number(table.count)} rows${repeats === 0 ? '' : ` (${number(repeats)} with the features of an earlier one)`}`,
    `${table.columns.length} columns${texts === 0 ? '' : ` (${texts} of text)`}`,
    `${table.classes} classes by '${table.labelName}'`,
    ...(missing === 0
      ? []
      : [
          `${number(missing)} missing values, filled with the medians and most frequent categories of the training folds`,
        ]),
  ];
  return parts.join(', ');
}

function missingIn(column: TableColumn): number {
  return column.type === 'number'
    ? column.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0)
    : column.codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0);
}
