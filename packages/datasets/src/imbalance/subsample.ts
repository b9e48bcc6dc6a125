import {classCounts, type ImageDataset} from '../image-dataset.js';
import {randomStream, shuffle} from '../random.js';
import {type Dataset, selectRows} from '../select-rows.js';
import {checkAvailable} from './counts.js';

/** A part of a data set. */
export interface Subsample<D extends Dataset = ImageDataset> {
  /** The images or rows that were kept, in their old order. */
  readonly dataset: D;
  /** Their rows in the whole data set, ascending. */
  readonly rows: Int32Array;
  /** Images or rows of each class in `dataset`. */
  readonly counts: readonly number[];
}

/**
 * Keeps `counts[j]` randomly chosen images or rows of class j. Under one seed, fewer of a class are always some
 * of those that a larger count keeps, whatever happens to the other classes.
 *
 * @param counts one integer from 0 to what is available for each class
 * @param seed an integer from 0 to 2³² − 1
 * @throws RangeError where `counts` has not one number a class, a class has fewer images, or the seed is out of
 *   its range
 */
export function subsample<D extends Dataset>(
  dataset: D,
  counts: readonly number[],
  seed: number,
): Subsample<D> {
  if (counts.length !== dataset.classes) {
    throw new RangeError(
      `counts has ${counts.length} numbers; ${dataset.classes} are expected, one for each class of ${dataset.name}`,
    );
  }
  const kept = shuffledRowsByClass(dataset.labels, dataset.classes, seed).map((rows, label) => {
    checkAvailable(label, counts[label]!, rows.length);
    return rows.subarray(0, counts[label]!);
  });
  const rows = joined(kept);
  const part = selectRows(dataset, rows);
  return {dataset: part, rows, counts: classCounts(part)};
}

/** The rows of each class, in a random order of its own. */
export function shuffledRowsByClass(labels: ArrayLike<number>, classes: number, seed: number): Int32Array[] {
  return rowsByClass(labels, classes).map((rows, label) => shuffle(rows, randomStream(seed, label)));
}

/** The rows of each class, ascending. */
export function rowsByClass(labels: ArrayLike<number>, classes: number): Int32Array[] {
  const counts = new Array<number>(classes).fill(0);
  for (let row = 0; row < labels.length; ++row) counts[labels[row]!]!++;
  const rows = counts.map((count) => new Int32Array(count));
  const filled = new Int32Array(classes);
  for (let row = 0; row < labels.length; ++row) {
    const label = labels[row]!;
    rows[label]![filled[label]!++] = row;
  }
  return rows;
}

/** All rows of several lists, ascending. */
export function joined(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((sum, rows) => sum + rows.length, 0));
  let at = 0;
  for (const rows of lists) {
    all.set(rows, at);
    at += rows.length;
  }
  return all.sort();
}
