import {type ImageDataset, selectRows} from './image-dataset.js';
import {joined, shuffledRowsByClass} from './imbalance/subsample.js';

/** How {@link stratifiedSplit} divides. */
export interface SplitOptions {
  /** The share of every class that goes to the validation part: in (0, 1). */
  readonly validation: number;
  /** An integer from 0 to 2³² − 1. */
  readonly seed: number;
}

/** A data set in two parts, rows in their old order. */
export interface Split {
  readonly train: ImageDataset;
  readonly validation: ImageDataset;
  /** Rows of the whole data set that `train` has, ascending. */
  readonly trainRows: Int32Array;
  /** Rows of the whole data set that `validation` has, ascending. */
  readonly validationRows: Int32Array;
}

/**
 * Divides a data set at random, class by class, so that both parts have the same class shares as nearly as
 * whole images allow. A class with two images or more has at least one in each part; a single image stays in
 * `train`.
 *
 * @throws RangeError where `validation` is not in (0, 1) or the seed is out of its range
 */
export function stratifiedSplit(dataset: ImageDataset, options: SplitOptions): Split {
  const {validation: share, seed} = options;
  if (!(share > 0 && share < 1)) {
    throw new RangeError(`validation is ${share}; a number above 0 and below 1 is expected`);
  }
  const byClass = shuffledRowsByClass(dataset, seed);
  const held = byClass.map((rows) =>
    rows.length < 2 ? 0 : Math.min(Math.max(Math.round(share * rows.length), 1), rows.length - 1),
  );
  const validationRows = joined(byClass.map((rows, label) => rows.subarray(0, held[label]!)));
  const trainRows = joined(byClass.map((rows, label) => rows.subarray(held[label]!)));
  return {
    train: selectRows(dataset, trainRows),
    validation: selectRows(dataset, validationRows),
    trainRows,
    validationRows,
  };
}
