import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {type CsvTable, duplicateGroups, type TableDataset} from '@isomargin/datasets';
import {tableMlp} from '../backbones/mlp.js';
import {UsageError} from '../errors.js';
import {countsOf} from '../examples.js';
import type {DatasetSettings} from '../results/types.js';
import {batchesPerEpoch} from '../training/batches.js';
import {protocol} from '../training/protocol.js';
import {tableHeadline} from './declared/headline-of.js';
import {defaultLosses} from './default-losses.js';
import type {Suite} from './suite.js';
import {csvFiles, fileIn, foldOf, groupsOfClasses, labelRef, readTable, tableText} from './tables.js';

/** Steps that a training on a table has, whatever its size: as many whole epochs as come nearest. */
const STEPS = 1000;
/** A class is rare below this part of an equal share of the rows. */
const RARE_BELOW = 0.75;

/** Tables from CSV files, also somebody's own. */
export const tabular: Suite = {
  name: 'tabular',
  description:
    'Tables from CSV files, repeated stratified cross-validation; rows that are equal stay in one fold, columns are scaled by the training folds alone.',
  backbone: tableMlp,
  defaults: {losses: defaultLosses, seeds: 2, folds: 5},
  presets: {quick: {seeds: 1, folds: 3}, paper: {seeds: 5}},
  needsData: 'CSV',
  headline: tableHeadline,
  datasets: async ({data, label, header, folds}) => {
    if (data === undefined || folds === undefined) throw new Error('tabular needs data and folds.');
    const datasets: DatasetSettings[] = [];
    for (const path of csvFiles(data)) {
      const read = await readTable(path, {label: labelRef(label), header});
      datasets.push(settingsOf(path, read, folds));
    }
    return datasets;
  },
  load: async ({dataset: {file, label, header}, seed, fold, data}) => {
    if (data === undefined || file === undefined || label === undefined || fold === null) {
      throw new Error('tabular needs a file, its label and a fold.');
    }
    const {table} = await readTable(fileIn(data, file), {label, header});
    return foldOf(table, seed, fold);
  },
};

/** @throws UsageError where a class has not enough rows for the folds */
function settingsOf(path: string, {table, header}: CsvTable, folds: number): DatasetSettings {
  const file = basename(path);
  const groups = duplicateGroups(table);
  checkClasses(file, table, groupsOfClasses(table, groups), folds);
  const counts = countsOf(table);
  const rarest = (RARE_BELOW * table.count) / table.classes;
  const share = (part: number): number[] => counts.map((size) => Math.round(size * part));
  const trainRows = (table.count * (folds - 1)) / folds;
  return {
    name: file.replace(/\.csv$/i, ''),
    description: `${file}: ${tableText(table, groups)}`,
    classNames: [...table.classNames],
    trainCounts: share((folds - 1) / folds),
    testCounts: share(1 / folds),
    rareLabels: [...counts.keys()].filter((code) => counts[code]! < rarest),
    contentHash: createHash('sha256').update(readFileSync(path)).digest('hex'),
    file,
    label: table.labelName,
    header,
    epochs: Math.max(1, Math.round(STEPS / batchesPerEpoch(trainRows, protocol.batchSize))),
  };
}

function checkClasses(
  file: string,
  {classNames}: TableDataset,
  sizes: readonly number[],
  folds: number,
): void {
  const size = Math.min(...sizes);
  if (size >= folds) return;
  const rows = `${size} different ${size === 1 ? 'row' : 'rows'}`;
  const help = size === 1 ? 'No number of folds will do; leave the class out.' : `--folds ${size} would do.`;
  throw new UsageError(
    `--data: ${file}: class ${classNames[sizes.indexOf(size)]} has ${rows}, and ${folds} folds need at least ${folds}. ${help}`,
  );
}
