import type {TensorLike} from './tensors.js';

/** A typed array of numbers. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** Rows one after another in one typed array. */
export interface FlatRows<D extends NumberArray = NumberArray> {
  /** Row by row: the value of row i and column j is `data[i * columns + j]`. */
  readonly data: D;
  /** Values a row has. */
  readonly columns: number;
}

/** A row of numbers and texts. */
export type Row = readonly (number | string)[] | NumberArray;

/**
 * Examples, one a row: a typed array with its number of columns, an array of rows, or a tensor [rows, …] of
 * float32, int32 or bool, whose axes after the first are one long row. Text is for the methods that say so.
 */
export type Features = FlatRows | readonly Row[] | TensorLike;

/** The class of each row, a number or a text: an array, a typed array, or a tensor [rows] or [rows, 1]. */
export type ClassLabels = readonly number[] | readonly string[] | NumberArray | TensorLike;

/** A class as the labels name it. */
export type ClassName = number | string;

export function isNumberArray(value: unknown): value is NumberArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}

/** An empty array of the same type, with room for `length` numbers. */
export function sameType<D extends NumberArray>(array: D, length: number): D {
  const make = array.constructor as new (length: number) => D;
  return new make(length);
}
