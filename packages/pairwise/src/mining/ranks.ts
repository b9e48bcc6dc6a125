import {
  add,
  concat,
  cumsum,
  gather,
  range,
  reshape,
  scatterND,
  slice,
  type Tensor1D,
  type Tensor2D,
  tidy,
  topk,
  zerosLike,
} from '@tensorflow/tfjs-core';

/** Numbers in rows, [n, k], some of which belong to a group. */
export interface Group {
  readonly keys: Tensor2D;
  /** 1 for the keys that belong to the group, 0 for the others. */
  readonly members: Tensor2D;
}

/** How many members of each group come before a key in its row, [n, k]. */
export type Before = {
  readonly ofFirst: Tensor2D;
  readonly ofSecond: Tensor2D;
};

/**
 * Sorts the keys of two groups together, row by row and from large to small; of equal keys those of the first group come
 * first, then those further left. No tensor is larger than [n, 2k].
 */
export function sortTogether(first: Group, second: Group): {first: Before; second: Before} {
  return tidy(() => {
    const [rows, columns] = first.keys.shape;
    const shape: [number, number] = [rows, 2 * columns];
    const {indices} = topk(concat([first.keys, second.keys], 1), 2 * columns, true);
    const places = reshape(flatPlaces(indices as Tensor2D, 2 * columns), [-1]) as Tensor1D;
    const before = (members: [Tensor2D, Tensor2D]): Tensor2D => {
      const sorted = gather(reshape(concat(members, 1), [-1]), places);
      const counts = cumsum(reshape(sorted, shape), 1, true);
      return reshape(scattered(reshape(counts, [-1]), places, rows * 2 * columns), shape);
    };
    const ofFirst = before([first.members, zerosLike(first.members)]);
    const ofSecond = before([zerosLike(second.members), second.members]);
    const half = (x: Tensor2D, start: number): Tensor2D => slice(x, [0, start], [rows, columns]);
    return {
      first: {ofFirst: half(ofFirst, 0), ofSecond: half(ofSecond, 0)},
      second: {ofFirst: half(ofFirst, columns), ofSecond: half(ofSecond, columns)},
    };
  });
}

/**
 * The sum of those values that go to the same place, at that place.
 *
 * @param values [n]
 * @param places [n] int32 in [0, count)
 * @returns [count]
 */
export function scattered(values: Tensor1D, places: Tensor1D, count: number): Tensor1D {
  return tidy(() => scatterND(reshape(places, [-1, 1]), values, [count]) as Tensor1D);
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
