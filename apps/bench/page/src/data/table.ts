import {
  classCounts,
  fitEncoder,
  fitFill,
  fitStandardizer,
  noisyLabels,
  readCsvStream,
  stratifiedSplit,
  type TableDataset,
} from '@isomargin/datasets';
import {numberExamples} from '../../../src/examples.js';
import type {Settings} from '../settings/settings.js';
import type {Task} from './task.js';

/** More than this a page that shows every step cannot train on: the benchmark's command line can. */
const limits = {megabytes: 10, rows: 20_000, inputs: 500, classes: 12} as const;

/** A table that was chosen, and how it is to be read. */
export interface TableChoice {
  readonly file: File;
  /** The column with the classes; the last one where left out. */
  readonly label?: string;
  /** Whether missing values become medians and most frequent categories; they are refused otherwise. */
  readonly fill: boolean;
}

/** A table that was read. */
export interface ReadTable {
  readonly table: TableDataset;
  /** Of all columns, in the file's order as far as known. */
  readonly columnNames: readonly string[];
}

/** A class with fewer rows than this part of an equal share is rare. */
const rareBelow = 0.75;
const testShare = 0.3;

/**
 * Reads a CSV file of the visitor's, in this browser alone.
 *
 * @throws Error with a sentence for the visitor: too large, not numbers, one class, missing values
 */
export async function readTable({file, label, fill}: TableChoice): Promise<ReadTable> {
  if (file.size > limits.megabytes * 1e6) {
    throw new Error(
      `${file.name} has ${(file.size / 1e6).toFixed(1)} MB; this page takes up to ${limits.megabytes} MB. The benchmark's command line takes larger ones: npm run bench -- run tabular --data FILE.csv`,
    );
  }
  if (file.size === 0) throw new Error(`${file.name} is empty.`);
  const {table} = await readCsvStream(file.stream(), {
    label: label ?? -1,
    name: file.name,
    missing: fill ? 'keep' : 'error',
    separator: await separatorOf(file),
  });
  if (table.count > limits.rows)
    throw new Error(`${file.name} has ${table.count} rows; this page takes up to ${limits.rows}.`);
  if (table.classes > limits.classes) {
    throw new Error(
      `${file.name}: column '${table.labelName}' has ${table.classes} classes; this page shows up to ${limits.classes}. Is another column the label?`,
    );
  }
  const counts = classCounts(table);
  const least = Math.min(...counts);
  if (least < 4) {
    throw new Error(
      `${file.name}: class ${table.classNames[counts.indexOf(least)]} has ${least === 1 ? 'one row' : `${least} rows`}; a class needs at least 4 to be learned and tested.`,
    );
  }
  return {table, columnNames: [...table.columns.map(({name}) => name), table.labelName]};
}

/** The character of the first line that most often stands between fields. */
async function separatorOf(file: File): Promise<string> {
  const [line = ''] = (await file.slice(0, 10_000).text()).split('\n', 1);
  const count = (separator: string): number => line.split(separator).length;
  return [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** The table as something to learn: 30 % of each class are for the test, which keeps the shares of the classes. */
export function tableTask({table}: ReadTable, {noise, seed}: Settings): Task {
  const {train, validation: test} = stratifiedSplit(table, {validation: testShare, seed});
  const fill = fitFill(train);
  const scaler = fitStandardizer(fill.transform(train));
  const encoder = fitEncoder(scaler.transform(fill.transform(train)), {unknown: 'zeros'});
  const examples = (part: TableDataset, labels: Int32Array) => {
    const matrix = encoder.transform(scaler.transform(fill.transform(part)));
    if (matrix.columns > limits.inputs) {
      throw new Error(
        `${table.name} becomes ${matrix.columns} columns of numbers; this page takes up to ${limits.inputs}. Which column has so many texts?`,
      );
    }
    return numberExamples(Float32Array.from(matrix.data), {
      shape: [matrix.columns],
      labels,
      classNames: table.classNames,
    });
  };
  const {classes} = table;
  const labels =
    noise === 0
      ? train.labels
      : noisyLabels(train.labels, {noise: {kind: 'symmetric', rate: noise}, classes, seed}).labels;
  const counts = classCounts(train);
  return {
    description: `${table.name}: ${table.count.toLocaleString('en')} rows, ${table.columns.length} columns, classes by '${table.labelName}'.`,
    train: examples(train, labels),
    test: examples(test, test.labels),
    counts,
    rare: counts.map((count) => count < (rareBelow * train.count) / classes),
  };
}
