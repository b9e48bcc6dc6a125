import type {Tensor} from '@tensorflow/tfjs-core';
import {
  type FlatMatrix,
  flatData,
  isFlatMatrix,
  isTensor,
  isVector,
  type NumberVector,
  numberOf,
  tensorData,
} from './arrays.js';

/** A vector [n] of finite numbers: plain or typed array, or tensor of rank 1. */
export type Numbers = Tensor | NumberVector;

/** Rows of finite numbers [n, d]: tensor of rank 2, array of vectors, or `{data, shape}`. */
export type Matrix = Tensor | readonly NumberVector[] | FlatMatrix;

/** Numbers as they were read: the caller's own array where it is a typed one, so never to be written to. */
export type ReadNumbers = Exclude<NumberVector, readonly number[] | BigInt64Array | BigUint64Array>;

/** A matrix as it was read, row by row in one array. */
export interface ReadMatrix {
  rows: number;
  columns: number;
  data: ReadNumbers;
}

function isPlainTyped(value: unknown): value is ReadNumbers {
  return ArrayBuffer.isView(value) && !(value instanceof BigInt64Array || value instanceof BigUint64Array);
}

/** Number.isFinite is slower by far in a loop over millions; x − x is 0 for finite x alone. */
function firstNotFinite(data: ReadNumbers): number {
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (value - value !== 0) return i;
  }
  return -1;
}

/**
 * Reads and checks a vector.
 * @throws RangeError where it is empty, of wrong rank, or has an entry that is no finite number
 */
export function readNumbers(name: string, value: Numbers): ReadNumbers {
  const given: unknown = value;
  let data: ReadNumbers;
  if (isTensor(given)) {
    if (given.rank !== 1)
      throw new RangeError(
        `${name} has rank ${given.rank}, shape [${given.shape.join(', ')}]: a vector [n] is needed`,
      );
    data = tensorData(name, given);
  } else if (isPlainTyped(given)) data = given;
  else if (isVector(given)) data = Float64Array.from(given as ArrayLike<unknown>, numberOf);
  else throw new TypeError(`${name} is ${String(given)}: a vector [n] of numbers is needed`);
  if (data.length === 0) throw new RangeError(`${name} is empty: at least one entry is needed`);
  const bad = firstNotFinite(data);
  if (bad >= 0) {
    const found = String((isTensor(given) ? data : (given as ArrayLike<unknown>))[bad]);
    throw new RangeError(`${name}[${bad}] is ${found}: a finite number is needed`);
  }
  return data;
}

function copyRows(name: string, rows: readonly unknown[]): ReadMatrix {
  const first = rows[0];
  if (!isVector(first))
    throw new RangeError(`${name}[0] is ${String(first)}: rows [n, d] are needed, as array of vectors`);
  const columns = first.length;
  const data = new Float64Array(rows.length * columns);
  for (const [index, row] of rows.entries()) {
    if (!isVector(row) || row.length !== columns) {
      const found = isVector(row) ? `${row.length} columns` : `no row but ${String(row)}`;
      throw new RangeError(`${name}[${index}] has ${found}: ${columns} columns, as in row 0, are needed`);
    }
    for (let column = 0; column < columns; column++) data[index * columns + column] = numberOf(row[column]);
  }
  return {rows: rows.length, columns, data};
}

/**
 * Reads and checks rows.
 * @throws RangeError where there is no row or no column, the rows differ in length, or an entry is no
 *   finite number; TypeError where it is no array or numeric tensor
 */
export function readMatrix(name: string, value: Matrix): ReadMatrix {
  const given: unknown = value;
  let matrix: ReadMatrix;
  if (isTensor(given)) {
    const [rows = 0, columns = 0] = given.shape;
    if (given.rank !== 2)
      throw new RangeError(
        `${name} has rank ${given.rank}, shape [${given.shape.join(', ')}]: rows [n, d] are needed`,
      );
    matrix = {rows, columns, data: tensorData(name, given)};
  } else if (isFlatMatrix(given)) {
    const {data, rows, columns} = flatData(name, given);
    matrix = {rows, columns, data: isPlainTyped(data) ? data : Float64Array.from(data, numberOf)};
  } else if (Array.isArray(given) && given.length > 0) matrix = copyRows(name, given);
  else if (isVector(given)) {
    const found = given.length === 0 ? 'empty' : 'a vector';
    throw new RangeError(`${name} is ${found}: rows [n, d] are needed, as array of vectors or {data, shape}`);
  } else throw new TypeError(`${name} is ${String(given)}: rows [n, d] are needed, as array or tensor`);
  const {rows, columns, data} = matrix;
  if (data.length === 0)
    throw new RangeError(`${name} has shape [${rows}, ${columns}]: at least one entry is needed`);
  const bad = firstNotFinite(data);
  if (bad >= 0)
    throw new RangeError(
      `${name}[${Math.floor(bad / columns)}][${bad % columns}] is ${data[bad]}: a finite number is needed`,
    );
  return matrix;
}

/**
 * Reads and checks sample weights for n examples.
 * @throws RangeError where they are not n, one is negative or not finite, or all are 0
 */
export function readWeights(value: Numbers | undefined, n: number): ReadNumbers | undefined {
  const weights = readWeightsOfPart(value, n);
  checkSomeWeight(weights);
  return weights;
}

/** {@link readWeights} for some of all examples, of which all weights may be 0. */
export function readWeightsOfPart(value: Numbers | undefined, n: number): ReadNumbers | undefined {
  if (value === undefined) return undefined;
  const weights = readNumbers('sampleWeights', value);
  checkLength('sampleWeights', weights.length, n);
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative >= 0)
    throw new RangeError(`sampleWeights[${negative}] is ${weights[negative]}: a weight is at least 0`);
  return weights;
}

/** Throws where all weights are 0. */
export function checkSomeWeight(weights: ReadNumbers | undefined): void {
  if (weights && !weights.some((weight) => weight > 0))
    throw new RangeError('sampleWeights are all 0: at least one must be above 0');
}

/** Throws where `name` has not one entry for each of n examples. */
export function checkLength(name: string, length: number, n: number, other = 'yTrue'): void {
  if (length !== n)
    throw new RangeError(
      `${other} has ${n} examples and ${name} has ${length}: both must have the same number`,
    );
}
