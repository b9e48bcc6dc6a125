import {existsSync, readFileSync} from 'node:fs';

const folder = new URL('../../../../shared/data/tabular/', import.meta.url);

/** Whether the public tables are at hand; they are not part of the project. */
export const hasTables: boolean = existsSync(folder);

/** A table of numbers with the label last. */
export function readTable(name: string): {X: number[][]; y: number[]} {
  const rows = readFileSync(new URL(`${name}.csv`, folder), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(','));
  return {
    X: rows.map((row) => row.slice(0, -1).map(Number)),
    y: rows.map((row) => Number(row.at(-1)!.replaceAll("'", ''))),
  };
}
