import {type Labels, readLabels} from '../input/labels.js';
import {checkLength, type Matrix, type ReadNumbers, readMatrix} from '../input/numbers.js';
import {checkWhole, refuse} from '../input/options.js';

/** Options of all measures of embeddings that have classes. */
export interface GroupOptions {
  /**
   * The number of classes: a whole number ≥ 1. The labels are then 0 to classes − 1, and a class without examples
   * has an entry, too. Left out, the classes are the labels that occur.
   */
  classes?: number;
}

/** Embeddings and the class of each. */
export interface Groups {
  /** [rows, columns], row by row; the caller's own where it was a typed array. */
  data: ReadNumbers;
  rows: number;
  columns: number;
  /** The classes, ascending. */
  labels: number[];
  /** Each row's place in `labels`. */
  codes: Int32Array;
  /** The examples of each class. */
  counts: Int32Array;
}

/** The classes that vectors belong to, ascending, and each vector's place in that list. */
function codesOf(labels: Float64Array, classes: number | undefined): {labels: number[]; codes: Int32Array} {
  const found =
    classes === undefined ? [...new Set(labels)].sort((a, b) => a - b) : Array.from({length: classes}).keys();
  const every = [...found];
  const places = new Map(every.map((label, place) => [label, place]));
  return {labels: every, codes: Int32Array.from(labels, (label) => places.get(label)!)};
}

/** Reads and checks embeddings [n, d] and their labels. */
export function readGroups(embeddings: Matrix, labels: Labels, {classes}: GroupOptions): Groups {
  if (classes !== undefined) checkWhole('classes', classes, 1, 2 ** 24);
  const {rows, columns, data} = readMatrix('embeddings', embeddings);
  const read = readLabels('labels', labels, 'true', classes);
  checkLength('labels', read.labels.length, rows, 'embeddings');
  const coded = codesOf(read.labels, classes ?? read.columns);
  const counts = new Int32Array(coded.labels.length);
  for (const code of coded.codes) counts[code]!++;
  return {data, rows, columns, ...coded, counts};
}

/** Throws where fewer than two classes have examples. */
export function checkTwoClasses({labels, counts}: Groups): void {
  const present = labels.filter((_, code) => counts[code]! > 0);
  if (present.length < 2)
    refuse('labels', `all ${present[0]}`, 'at least two classes with examples are needed');
}

/** The mean of each class, [classes, d]; zeros for a class without examples. */
export function meansOf({data, rows, columns, codes, counts}: Groups): Float64Array {
  const means = new Float64Array(counts.length * columns);
  for (let row = 0; row < rows; row++) {
    const at = codes[row]! * columns;
    for (let j = 0; j < columns; j++) means[at + j]! += data[row * columns + j]!;
  }
  for (const [code, count] of counts.entries()) {
    if (count === 0) continue;
    for (let j = 0; j < columns; j++) means[code * columns + j]! /= count;
  }
  return means;
}

/** The mean of the means of the classes with examples, [d]. */
export function meanOfMeans({counts, columns}: Groups, means: Float64Array): Float64Array {
  const centre = new Float64Array(columns);
  let present = 0;
  for (const [code, count] of counts.entries()) {
    if (count === 0) continue;
    present++;
    for (let j = 0; j < columns; j++) centre[j]! += means[code * columns + j]!;
  }
  return centre.map((sum) => sum / present);
}
