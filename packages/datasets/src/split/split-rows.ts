import {checkOptionNames} from '../check-options.js';
import {joined, shuffledRowsByClass} from '../imbalance/subsample.js';
import {type Dataset, selectRows} from '../select-rows.js';
import {assignGroups} from './assign-groups.js';
import {checkLabels, type Groups, groupCodes} from './labels.js';

/** How {@link splitRows} divides. */
export interface SplitRowsOptions {
  /** The share of the validation part: in [0, 1); 0 where left out. */
  readonly validation?: number;
  /** The share of the test part: in [0, 1); 0 where left out. Both together are below 1. */
  readonly test?: number;
  /** An integer from 0 to 2³² − 1. */
  readonly seed: number;
  /** For each row the group it belongs to; a group is never divided. `duplicateGroups` gives those of equal rows. */
  readonly groups?: Groups;
}

/** Rows of the parts, each ascending. */
export interface RowParts {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

/**
 * Divides rows at random into three parts that have the same class shares.
 *
 * Without groups a part has its share of every class, rounded to the nearest whole row; of a class with enough rows
 * every part has at least one, and where they are too few, training comes first and then test. With groups the
 * shares are as near as whole groups allow: groups are dealt out from the weightiest to the lightest, each to the
 * part that lacks most of its classes.
 *
 * @param labels the class of each row: integers from 0
 * @throws RangeError where there is no row, a share is out of its range, a label is no integer from 0, there are
 *   not as many groups as labels, or the seed is out of its range
 */
export function splitRows(labels: ArrayLike<number>, options: SplitRowsOptions): RowParts {
  checkOptionNames('splitRows', options, ['validation', 'test', 'seed', 'groups']);
  const {validation = 0, test = 0, seed, groups} = options;
  for (const [name, share] of [
    ['validation', validation],
    ['test', test],
  ] as const) {
    if (!(share >= 0 && share < 1)) {
      throw new RangeError(`${name} is ${share}; a share from 0 to below 1 is expected`);
    }
  }
  if (!(validation + test < 1)) {
    throw new RangeError(
      `validation and test are ${validation} and ${test}; together below 1 is expected, the rest is for training`,
    );
  }
  const classes = checkLabels(labels);
  if (groups) {
    const parts = assignGroups(labels, classes, groupCodes(groups, labels.length), {
      shares: [1 - validation - test, validation, test],
      seed,
      stream: 0,
    });
    return {train: parts[0]!, validation: parts[1]!, test: parts[2]!};
  }
  const byClass = shuffledRowsByClass(labels, classes, seed);
  const sizes = byClass.map((rows) => classSizes(rows.length, validation, test));
  return {
    validation: joined(byClass.map((rows, label) => rows.subarray(0, sizes[label]!.validation))),
    test: joined(
      byClass.map((rows, label) => {
        const {validation: from, test: size} = sizes[label]!;
        return rows.subarray(from, from + size);
      }),
    ),
    train: joined(byClass.map((rows, label) => rows.subarray(sizes[label]!.validation + sizes[label]!.test))),
  };
}

/** How many of a class's rows are held back. */
function classSizes(count: number, validation: number, test: number): {validation: number; test: number} {
  // One row stays for training, and if there are enough one for validation.
  const spared = validation > 0 && count > 2 ? 2 : 1;
  const testSize = heldSize(test, count, Math.max(count - spared, 0));
  return {validation: heldSize(validation, count, Math.max(count - testSize - 1, 0)), test: testSize};
}

function heldSize(share: number, count: number, left: number): number {
  return share === 0 ? 0 : Math.min(Math.max(Math.round(share * count), 1), left);
}

/** A data set in three parts, rows in their old order; a part whose share is 0 has no row. */
export interface DatasetParts<D extends Dataset> {
  readonly train: D;
  readonly validation: D;
  readonly test: D;
  /** The rows of the whole data set that each part has. */
  readonly rows: RowParts;
}

/** Divides a data set as {@link splitRows} divides rows. */
export function splitDataset<D extends Dataset>(dataset: D, options: SplitRowsOptions): DatasetParts<D> {
  const rows = splitRows(dataset.labels, options);
  return {
    train: selectRows(dataset, rows.train),
    validation: selectRows(dataset, rows.validation),
    test: selectRows(dataset, rows.test),
    rows,
  };
}
