import {SamplingError} from '../errors.js';
import {type Features, type FlatRows, isNumberArray, type Row} from '../input/kinds.js';
import {isTensor, type TensorData, type TensorValues, tensorLike} from '../input/tensors.js';

/** Rows that follow one another. */
interface Batch<X> {
  readonly rows: X;
  readonly first: number;
  /** The place after the last row. */
  readonly last: number;
}

/**
 * How many rows there are, of whatever they consist.
 *
 * @throws SamplingError where X is of no known kind
 */
export function rowCount(owner: string, X: Features): number {
  if (isTensor(X)) return X.shape[0] ?? 0;
  if (Array.isArray(X)) return X.length;
  const {data, columns} = (X ?? {}) as FlatRows;
  if (isNumberArray(data) && Number.isInteger(columns) && columns > 0 && data.length % columns === 0) {
    return data.length / columns;
  }
  throw new SamplingError(
    `${owner}: X must be {data, columns} with a typed array, an array of rows, or a tensor [rows, …].`,
  );
}

/** The rows in their order, `size` at a time, as copies of the kind that was given; tensors are the receiver's to dispose. */
export function* batchesOf<X extends Features>(
  X: X,
  buffer: TensorValues | undefined,
  size: number,
): Generator<Batch<X>> {
  const count = rowCount('X', X);
  for (let first = 0; first < count; first += size) {
    const last = Math.min(first + size, count);
    yield {rows: someRows(X, buffer, first, last) as X, first, last};
  }
}

function someRows(X: Features, buffer: TensorValues | undefined, first: number, last: number): Features {
  if (isTensor(X)) {
    const [, ...rest] = X.shape;
    const columns = rest.reduce((product, length) => product * length, 1);
    const values = buffer!.values.slice(first * columns, last * columns) as TensorData;
    return tensorLike(X, buffer!, values, [last - first, ...rest]);
  }
  if (Array.isArray(X)) return (X as readonly Row[]).slice(first, last).map((row) => row.slice());
  const flat = X as FlatRows;
  return {...flat, data: flat.data.slice(first * flat.columns, last * flat.columns)};
}
