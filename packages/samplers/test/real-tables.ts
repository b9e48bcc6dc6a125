import {existsSync, readFileSync} from 'node:fs';

const folder = new URL('../../../../shared/data/tabular/', import.meta.url);

/** Whether the public tables are at hand; they are not part of the project. */
export const hasTables: boolean = existsSync(folder);

/** The columns of numbers of a table with the label last. */
export function readTable(name: string): {X: number[][]; y: number[]} {
  const {X, y} = readMixedTable(name);
  return {X: X.map((row) => row.filter((value) => typeof value === 'number')), y};
}

/** A table with the label last; texts begin with A. */
export function readMixedTable(name: string): {X: (number | string)[][]; y: number[]} {
  const rows = readFileSync(new URL(`${name}.csv`, folder), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(','));
  return {
    X: rows.map((row) => row.slice(0, -1).map((value) => (value.startsWith('A') ? value : Number(value)))),
    y: rows.map((row) => Number(row.at(-1)!.replaceAll("'", ''))),
  };
}
