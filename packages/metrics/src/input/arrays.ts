import type {Tensor} from '@tensorflow/tfjs-core';

/** A vector of numbers: plain or typed, of any numeric type. */
export type NumberVector =
  | readonly number[]
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Rows of numbers in one vector: entry (row, column) is `data[row * shape[1] + column]`. */
export interface FlatMatrix {
  data: NumberVector;
  shape: readonly [rows: number, columns: number];
}

export type AnyVector = ArrayLike<number | bigint>;

export function isTensor(value: unknown): value is Tensor {
  if (typeof value !== 'object' || value === null) return false;
  return 'dataSync' in value && typeof value.dataSync === 'function' && 'shape' in value;
}

export function isVector(value: unknown): value is AnyVector {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

export function isFlatMatrix(value: unknown): value is FlatMatrix {
  return (
    typeof value === 'object' && value !== null && 'data' in value && 'shape' in value && !isTensor(value)
  );
}

/** The data of a flat matrix, its shape checked. */
export function flatData(
  name: string,
  {data, shape}: FlatMatrix,
): {data: AnyVector; rows: number; columns: number} {
  const [rows, columns] = shape ?? [];
  if (!isVector(data) || shape.length !== 2 || data.length !== rows * columns)
    throw new RangeError(
      `${name} has shape [${shape?.join(', ')}] and ${data?.length} entries: shape must be ` +
        '[rows, columns], and data a vector of rows * columns entries',
    );
  return {data, rows, columns};
}

/** The values of a tensor of numbers. */
export function tensorData(name: string, tensor: Tensor): Float32Array | Int32Array | Uint8Array {
  if (tensor.dtype === 'string' || tensor.dtype === 'complex64')
    throw new TypeError(`${name} is a tensor of dtype ${tensor.dtype}: allowed are float32, int32 and bool`);
  return tensor.dataSync<'float32' | 'int32' | 'bool'>();
}

/** The number that an entry holds; whatever is neither number, bigint nor boolean becomes NaN. */
export function numberOf(entry: unknown): number {
  return typeof entry === 'number' ? entry : /^(bigint|boolean)$/.test(typeof entry) ? Number(entry) : NaN;
}
