import type {Points} from '@isomargin/neighbours';
import {type Labels, readLabels} from '../input/labels.js';
import {checkLength, type Matrix, type ReadMatrix, readMatrix} from '../input/numbers.js';
import {refuse} from '../input/options.js';
import type {Search} from './candidates.js';

/** Embeddings with labels, as they were read. */
export interface ReadSet extends ReadMatrix {
  /** Goes before the names in errors. */
  prefix: string;
  labels: Float64Array;
  /** How many classes one-hot labels had columns for. */
  columnsOfLabels: number | undefined;
}

export function readSet(
  prefix: string,
  embeddings: Matrix,
  labels: Labels,
  classes: number | undefined,
): ReadSet {
  const matrix = readMatrix(`${prefix}embeddings`, embeddings);
  const read = readLabels(`${prefix}labels`, labels, 'true', classes);
  checkLength(`${prefix}labels`, read.labels.length, matrix.rows, `${prefix}embeddings`);
  return {...matrix, prefix, labels: read.labels, columnsOfLabels: read.columns};
}

/** Throws where a gallery cannot be searched for the queries, or does not begin with them where it should. */
export function checkGallery(asked: ReadSet, searched: ReadSet, beginsWithQueries: boolean): void {
  if (asked.columns !== searched.columns)
    throw new RangeError(
      `embeddings has ${asked.columns} columns and gallery.embeddings has ${searched.columns}: both must have the same number`,
    );
  if (!beginsWithQueries) return;
  const {columns} = asked;
  for (let row = 0; row < asked.rows; row++) {
    let same = row < searched.rows && asked.labels[row] === searched.labels[row];
    for (let j = row * columns; same && j < (row + 1) * columns; j++)
      same = asked.data[j] === searched.data[j];
    if (!same)
      throw new RangeError(
        `gallery differs from the queries in row ${row}: with selfMatches 'exclude' it must begin with them`,
      );
  }
}

/** The K of recall@K, ascending. */
export function readKs(given: readonly number[] | undefined, available: number): number[] {
  if (given === undefined) return [1, 2, 4, 8].filter((k) => k <= available);
  if (!Array.isArray(given) || given.length === 0)
    refuse('recallAt', given, 'it must be an array of at least one whole number');
  for (const [index, k] of given.entries()) {
    if (!Number.isSafeInteger(k) || k < 1 || k > available)
      refuse(
        `recallAt[${index}]`,
        k,
        `it must be a whole number from 1 to ${available}, the rows that a query can find`,
      );
  }
  return [...new Set(given)].sort((a, b) => a - b);
}

/** The classes of queries and gallery. */
export interface ClassesOfSets {
  /** The classes of the queries first, ascending; then those that only the gallery has. */
  labels: number[];
  queryCodes: Int32Array;
  galleryCodes: Int32Array;
  /** Rows of each class in the gallery. */
  galleryCounts: Int32Array;
  /** How many of `labels` are reported. */
  reported: number;
}

export function classesOf(asked: ReadSet, searched: ReadSet, classes: number | undefined): ClassesOfSets {
  const known = classes ?? asked.columnsOfLabels;
  const own =
    known === undefined
      ? [...new Set(asked.labels)].sort((a, b) => a - b)
      : Array.from({length: known}, (_, label) => label);
  const labels = [...new Set([...own, ...searched.labels])];
  const codes = new Map(labels.map((label, code) => [label, code]));
  const galleryCodes = Int32Array.from(searched.labels, (label) => codes.get(label)!);
  const galleryCounts = new Int32Array(labels.length);
  for (const code of galleryCodes) galleryCounts[code]!++;
  const queryCodes = Int32Array.from(asked.labels, (label) => codes.get(label)!);
  return {labels, queryCodes, galleryCodes, galleryCounts, reported: own.length};
}

/** Queries and gallery in one table, the gallery first. */
export function pointsOf(
  asked: ReadSet,
  searched: ReadSet,
  distance: 'euclidean' | 'cosine',
  selfExcluded: boolean,
): Omit<Search, 'depths'> {
  const {columns} = searched;
  const together = searched === asked || selfExcluded;
  const rows = searched.rows + (together ? 0 : asked.rows);
  const queries = Int32Array.from({length: asked.rows}, (_, query) =>
    together ? query : searched.rows + query,
  );
  const search = {queries, gallery: searched.rows, selfMatches: !selfExcluded};
  const {data} = searched;
  const usable = data instanceof Float32Array || data instanceof Float64Array;
  if (together && usable && distance === 'euclidean') return {...search, points: {values: data, columns}};
  const both = data instanceof Float32Array && asked.data instanceof Float32Array && distance === 'euclidean';
  const values = both ? new Float32Array(rows * columns) : new Float64Array(rows * columns);
  values.set(data);
  if (!together) values.set(asked.data, data.length);
  if (distance === 'cosine') toLengthOne(values, columns, asked, searched);
  return {...search, points: {values, columns} satisfies Points};
}

function toLengthOne(
  values: Float32Array | Float64Array,
  columns: number,
  asked: ReadSet,
  searched: ReadSet,
): void {
  for (let row = 0; row * columns < values.length; row++) {
    const at = row * columns;
    // Divided by the largest entry first, so that no square overflows or vanishes.
    let largest = 0;
    for (let j = at; j < at + columns; j++) largest = Math.max(largest, Math.abs(values[j]!));
    if (largest === 0) {
      const [set, place] = row < searched.rows ? [searched, row] : [asked, row - searched.rows];
      throw new RangeError(
        `${set.prefix}embeddings[${place}] is all 0: with distance 'cosine' every row needs a direction`,
      );
    }
    let square = 0;
    for (let j = at; j < at + columns; j++) square += (values[j]! / largest) ** 2;
    const length = Math.sqrt(square);
    for (let j = at; j < at + columns; j++) values[j] = values[j]! / largest / length;
  }
}
