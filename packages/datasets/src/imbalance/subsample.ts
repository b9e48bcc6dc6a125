import {classCounts, type ImageDataset, selectRows} from '../image-dataset.js';
import {randomStream, shuffle} from '../random.js';
import {checkAvailable} from './counts.js';

/** A part of a data set. */
export interface Subsample {
  /** The images that were kept, in their old order. */
  readonly dataset: ImageDataset;
  /** Their rows in the whole data set, ascending. */
  readonly rows: Int32Array;
  /** Images of each class in `dataset`. */
  readonly counts: readonly number[];
}

/**
 * Keeps `counts[j]` randomly chosen images of class j. Under one seed, fewer images of a class are always some
 * of those that a larger count keeps, whatever happens to the other classes.
 *
 * @param counts one integer from 0 to what is available for each class
 * @param seed an integer from 0 to 2³² − 1
 * @throws RangeError where `counts` has not one number a class, a class has fewer images, or the seed is out of
 *   its range
 */
export function subsample(dataset: ImageDataset, counts: readonly number[], seed: number): Subsample {
  if (counts.length !== dataset.classes) {
    throw new RangeError(
      `counts has ${counts.length} numbers; ${dataset.classes} are expected, one for each class of ${dataset.name}`,
    );
  }
  const kept = shuffledRowsByClass(dataset, seed).map((rows, label) => {
    checkAvailable(label, counts[label]!, rows.length);
    return rows.subarray(0, counts[label]!);
  });
  const rows = joined(kept);
  const part = selectRows(dataset, rows);
  return {dataset: part, rows, counts: classCounts(part)};
}

/** The rows of each class, in a random order of its own. */
export function shuffledRowsByClass(dataset: ImageDataset, seed: number): Int32Array[] {
  const rows = Array.from({length: dataset.classes}, (): number[] => []);
  for (let row = 0; row < dataset.count; ++row) rows[dataset.labels[row]!]!.push(row);
  return rows.map((ofClass, label) => shuffle(Int32Array.from(ofClass), randomStream(seed, label)));
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
