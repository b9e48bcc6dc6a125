import {SamplingError} from '../errors.js';
import {type Features, type FlatRows, isNumberArray, type Row, sameType} from '../input/kinds.js';
import {readFeatures} from '../input/read-features.js';
import {isTensor, type TensorData, type TensorValues, tensorLike} from '../input/tensors.js';
import {type Job, settled} from '../job.js';

/** Fetches the values of a tensor; nothing for other rows. */
export type ReadValues = (rows: Features) => TensorValues | undefined | PromiseLike<TensorValues | undefined>;

/** The embeddings of a batch. */
interface Part {
  readonly first: number;
  readonly values: Float32Array | Float64Array;
  readonly columns: number;
  readonly restore: (flat: FlatRows) => Features;
}

/**
 * Takes the numbers out of what `embed` returned for the rows from `first` to before `last`, and disposes it.
 *
 * @throws SamplingError where it is no rows of finite numbers, or not as many
 */
export function* readEmbeddings(
  owner: string,
  result: Features,
  first: number,
  last: number,
  read: ReadValues,
): Job<Part> {
  try {
    const buffer = yield* settled(read(result), owner);
    const whose = `${owner}: embed of the rows ${first} to ${last - 1} as X`;
    const {table} = readFeatures(result, {owner: whose, reads: 'numbers', interpolates: true}, buffer);
    if (table.count !== last - first) {
      throw new SamplingError(
        `${owner}: embed returned ${table.count} embeddings for the ${last - first} rows from ${first} on; one a row is ` +
          'expected.',
      );
    }
    return {first, values: table.values, columns: table.columns, restore: restorerOf(result, buffer)};
  } finally {
    if (isTensor(result)) result.dispose();
  }
}

/**
 * The embeddings of all batches as one, and the way back to the kind of the first.
 *
 * @throws SamplingError where they are of different length
 */
export function joinEmbeddings<E extends Features>(
  owner: string,
  parts: readonly Part[],
): {flat: FlatRows; restore(flat: FlatRows): E} {
  const [one] = parts;
  if (!one) throw new SamplingError(`${owner}: X has no rows.`);
  const other = parts.find(({columns}) => columns !== one.columns);
  if (other) {
    throw new SamplingError(
      `${owner}: embed returned embeddings of ${one.columns} values at first and of ${other.columns} for the rows from ` +
        `${other.first} on; as many are expected.`,
    );
  }
  const data = sameType(
    one.values,
    parts.reduce((sum, {values}) => sum + values.length, 0),
  );
  for (const {first, values, columns} of parts) data.set(values, first * columns);
  return {flat: {data, columns: one.columns}, restore: (flat) => one.restore(flat) as E};
}

/** How flat rows become what the given ones are. */
function restorerOf(like: Features, buffer: TensorValues | undefined): (flat: FlatRows) => Features {
  if (isTensor(like)) {
    const [, ...rest] = like.shape;
    return ({data, columns}) =>
      tensorLike(like, buffer!, data as TensorData, [data.length / columns, ...rest]);
  }
  if (!Array.isArray(like)) return (flat) => flat;
  const first: Row = like[0]!;
  return ({data, columns}) =>
    Array.from({length: data.length / columns}, (_, row): Row => {
      const values = data.subarray(row * columns, (row + 1) * columns);
      if (!isNumberArray(first)) return [...values];
      const typed = sameType(first, columns);
      typed.set(values);
      return typed;
    });
}
