import {
  add,
  cast,
  concat,
  cumsum,
  gather,
  less,
  mul,
  range,
  reshape,
  scatterND,
  slice,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  topk,
  zerosLike,
} from '@tensorflow/tfjs-core';

/** Two groups of numbers in each row of [n, k] keys. */
export interface Group {
  readonly keys: Tensor2D;
  /** 1 for the keys that belong to the group, 0 for the others. */
  readonly members: Tensor2D;
}

/** Counts [n, k] within the same row; those of keys that are no members mean nothing. */
export type Counts = {
  /** For every key of `first`: how many members of `second` are greater. */
  readonly greaterThanFirst: Tensor2D;
  /** For every key of `second`: how many members of `first` are greater or equal. */
  readonly atLeastSecond: Tensor2D;
};

/**
 * Compares all keys of one group with all of another by sorting them together: no tensor is larger than [n, 2k].
 */
export function compareGroups(first: Group, second: Group): Counts {
  return tidy(() => {
    const [rows, columns] = first.keys.shape;
    const shape: [number, number] = [rows, 2 * columns];
    // Of equal keys those of the first group come first.
    const {indices} = topk(concat([first.keys, second.keys], 1), 2 * columns, true);
    const places = reshape(flatPlaces(indices as Tensor2D, 2 * columns), [-1]) as Tensor1D;
    const sorted = (members: Tensor[]): Tensor2D =>
      reshape(gather(reshape(concat(members, 1), [-1]), places), shape);
    const before = (members: Tensor2D): Tensor2D => cumsum(members, 1, true);
    const firstBefore = before(sorted([first.members, zerosLike(first.members)]));
    const secondBefore = before(sorted([zerosLike(second.members), second.members]));
    const isFirst = cast(less(indices, columns), 'float32');
    const counts = add(mul(isFirst, secondBefore), mul(sub(1, isFirst), firstBefore));
    const restored = reshape(
      scatterND(reshape(places, [-1, 1]), reshape(counts, [-1]), [rows * 2 * columns]),
      shape,
    ) as Tensor2D;
    return {
      greaterThanFirst: slice(restored, [0, 0], [rows, columns]),
      atLeastSecond: slice(restored, [0, columns], [rows, columns]),
    };
  });
}

/**
 * Places in a row as places in the flattened tensor.
 *
 * @param places [n, k] int32 in [0, width)
 */
export function flatPlaces(places: Tensor2D, width: number): Tensor2D {
  return tidy(() => {
    const rowStarts = range(0, places.shape[0] * width, width, 'int32');
    return add(places, reshape(rowStarts, [-1, 1])) as Tensor2D;
  });
}
