import {SamplingError} from '../errors.js';
import {checkMade, checkNumbers} from './check-numbers.js';
import type {MadeRows, Table} from './data.js';
import {encodeRows, type RowsOfText} from './encode-rows.js';
import {type Features, type FlatRows, isNumberArray, type NumberArray, type Row, sameType} from './kinds.js';
import {isTensor, type TensorData, type TensorLike, type TensorValues, tensorLike} from './tensors.js';

/** What a method reads of the examples: nothing but their number, numbers alone, or numbers and text. */
type Reads = 'nothing' | 'numbers' | 'text';

/** Examples that were opened. */
export interface ReadFeatures<X> {
  readonly table: Table;
  /** Examples of the same kind: the kept rows, and after them those that were made. */
  build(kept: Int32Array, made?: MadeRows): X;
}

/** How a method reads. */
export interface Reading {
  readonly owner: string;
  readonly reads: Reads;
  /** Whether the method makes values between those of the data, which integers cannot hold. */
  readonly interpolates: boolean;
  /** The columns of categories, for methods that read text. */
  readonly categorical?: readonly number[] | 'all' | 'text';
}

/**
 * Opens examples of any kind.
 *
 * @param buffer the values of `X` where it is a tensor; they are fetched where not given
 * @throws SamplingError where X is of no known kind, has rows of different length or values that the method
 *   cannot use
 */
export function readFeatures<X extends Features>(X: X, how: Reading, buffer?: TensorValues): ReadFeatures<X> {
  if (isTensor(X)) {
    return readTensor(X, how, buffer ?? X.bufferSync()) as ReadFeatures<Features> as ReadFeatures<X>;
  }
  if (Array.isArray(X))
    return readRows(X as readonly Row[], how) as ReadFeatures<Features> as ReadFeatures<X>;
  const flat = X as FlatRows;
  if (typeof X === 'object' && X !== null && isNumberArray(flat.data)) {
    const {columns, data: values} = flat;
    if (!Number.isInteger(columns) || columns < 1 || values.length % columns !== 0) {
      throw new SamplingError(
        `${how.owner}: X.columns is ${columns}; an integer from 1 that divides the ${values.length} values of ` +
          'X.data is expected.',
      );
    }
    return readFlat(flat, values.length / columns, how) as ReadFeatures<Features> as ReadFeatures<X>;
  }
  throw new SamplingError(
    `${how.owner}: X must be {data, columns} with a typed array, an array of rows, or a tensor [rows, …].`,
  );
}

function readTensor(X: TensorLike, how: Reading, buffer: TensorValues): ReadFeatures<TensorLike> {
  const {shape, dtype} = X;
  if (shape.length < 2) {
    throw new SamplingError(
      `${how.owner}: X is a tensor of shape [${shape.join(', ')}]; [rows, …] is expected.`,
    );
  }
  if (!['float32', 'int32', 'bool'].includes(dtype)) {
    throw new SamplingError(`${how.owner}: X is a tensor of ${dtype}; float32, int32 or bool is expected.`);
  }
  const [count, ...rest] = shape;
  const columns = rest.reduce((product, size) => product * size, 1);
  const {table, build} = readFlat({data: buffer.values as TensorData, columns}, count!, how);
  return {
    table,
    build: (kept, made) => {
      const rows = kept.length + (made?.origins.length ?? 0);
      return tensorLike(X, buffer, build(kept, made).data as TensorData, [rows, ...rest]);
    },
  };
}

function readFlat(flat: FlatRows, count: number, how: Reading): ReadFeatures<FlatRows> {
  const {data, columns} = flat;
  if (columns === 0)
    throw new SamplingError(`${how.owner}: the rows of X are empty; give at least one column.`);
  const floats = data instanceof Float32Array || data instanceof Float64Array;
  if (how.interpolates && !floats) {
    throw new SamplingError(
      `${how.owner}: X holds integers (${data.constructor.name}), and the rows that are made lie between them; ` +
        'give X as Float32Array, Float64Array or a float32 tensor.',
    );
  }
  const build = (kept: Int32Array, made?: MadeRows): FlatRows => {
    const built: NumberArray = sameType(data, (kept.length + (made?.origins.length ?? 0)) * columns);
    copyRows(data, columns, kept, built);
    if (made) {
      built.set(table.categories ? decoded(table, made) : made.values, kept.length * columns);
      checkMade(how.owner, built.subarray(kept.length * columns), made, columns);
    }
    return {...flat, data: built};
  };
  let table: Table = {count, columns, values: new Float64Array(0)};
  if (how.reads === 'text' && how.categorical) {
    const rows = {count, columns, at: (row: number, column: number) => data[row * columns + column]!};
    table = encodeRows(how.owner, rows, how.categorical);
    checkNumbers(how.owner, table);
  } else if (how.reads !== 'nothing') {
    table = {count, columns, values: floats ? data : Float64Array.from(data)};
    checkNumbers(how.owner, table);
  }
  return {table, build};
}

/** Copies rows to the beginning of another array; rows that follow one another at once. */
function copyRows(from: NumberArray, columns: number, rows: Int32Array, to: NumberArray): void {
  for (let first = 0, last = 0; first < rows.length; first = last) {
    const row = rows[first]!;
    for (last = first + 1; last < rows.length && rows[last] === row + last - first; ) ++last;
    to.set(from.subarray(row * columns, (row + last - first) * columns), first * columns);
  }
}

function readRows(rows: readonly Row[], how: Reading): ReadFeatures<readonly Row[]> {
  const columns = rows[0]?.length ?? 0;
  for (const [index, row] of rows.entries()) {
    if (!(Array.isArray(row) || isNumberArray(row))) {
      throw new SamplingError(
        `${how.owner}: X[${index}] is ${String(row)}; an array or a typed array is expected.`,
      );
    }
    if (how.reads !== 'nothing' && (row.length !== columns || columns === 0)) {
      throw new SamplingError(
        `${how.owner}: X[${index}] is a row of ${row.length} values; a row of ${columns || 'at least 1'} is expected, ` +
          'as X[0] is.',
      );
    }
  }
  const sample = rows[0];
  const integers =
    isNumberArray(sample) && !(sample instanceof Float32Array || sample instanceof Float64Array);
  if (how.interpolates && integers) {
    throw new SamplingError(
      `${how.owner}: the rows of X hold integers (${sample.constructor.name}), and the rows that are made lie ` +
        'between them; give Float32Array, Float64Array or plain arrays.',
    );
  }
  const source: RowsOfText = {count: rows.length, columns, at: (row, column) => rows[row]![column]!};
  const table = how.reads === 'nothing' ? bare(rows.length, columns) : tableOf(source, how);
  return {
    table,
    build: (kept, made) => {
      const built: Row[] = Array.from(kept, (row) => rows[row]!.slice());
      if (!made) return built;
      const single = rows[0] instanceof Float32Array;
      checkMade(how.owner, single ? Float32Array.from(made.values) : made.values, made, columns);
      for (let i = 0; i < made.origins.length; ++i) built.push(madeRow(table, made, i, rows[0]!));
      return built;
    },
  };
}

const bare = (count: number, columns: number): Table => ({count, columns, values: new Float64Array(0)});

function tableOf(source: RowsOfText, how: Reading): Table {
  const table = encodeRows(how.owner, source, how.reads === 'text' ? (how.categorical ?? 'text') : []);
  checkNumbers(how.owner, table);
  return table;
}

function madeRow(table: Table, made: MadeRows, index: number, like: Row): Row {
  const {columns, categories} = table;
  const values = made.values.subarray(index * columns, (index + 1) * columns);
  if (isNumberArray(like)) {
    const row = sameType(like, columns);
    row.set(categories ? Array.from(values, (value, j) => Number(categories[j]?.[value] ?? value)) : values);
    return row;
  }
  return Array.from(values, (value, column) => categories?.[column]?.[value] ?? value);
}

function decoded({categories, columns}: Table, made: MadeRows): Float64Array {
  return made.values.map((value, i) => Number(categories?.[i % columns]?.[value] ?? value));
}
