import type {ImageDataset} from '../image-dataset.js';
import {type Dataset, selectRows} from '../select-rows.js';
import {splitRows} from './split-rows.js';

/** How {@link stratifiedSplit} divides. */
export interface SplitOptions {
  /** The share of every class that goes to the validation part: in (0, 1). */
  readonly validation: number;
  /** An integer from 0 to 2³² − 1. */
  readonly seed: number;
}

/** A data set in two parts, rows in their old order. */
export interface Split<D extends Dataset = ImageDataset> {
  readonly train: D;
  readonly validation: D;
  /** Rows of the whole data set that `train` has, ascending. */
  readonly trainRows: Int32Array;
  /** Rows of the whole data set that `validation` has, ascending. */
  readonly validationRows: Int32Array;
}

/**
 * Divides a data set at random, class by class, so that both parts have the same class shares as nearly as
 * whole rows allow. A class with two rows or more has at least one in each part; a single row stays in
 * `train`.
 *
 * @throws RangeError where `validation` is not in (0, 1) or the seed is out of its range
 */
export function stratifiedSplit<D extends Dataset>(dataset: D, options: SplitOptions): Split<D> {
  const {validation, seed} = options;
  if (!(validation > 0 && validation < 1)) {
    throw new RangeError(`validation is ${validation}; a number above 0 and below 1 is expected`);
  }
  const rows = splitRows(dataset.labels, {validation, seed});
  return {
    train: selectRows(dataset, rows.train),
    validation: selectRows(dataset, rows.validation),
    trainRows: rows.train,
    validationRows: rows.validation,
  };
}
