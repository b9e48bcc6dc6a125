import {type ImageDataset, toFloat32} from '@isomargin/datasets';

/** Places of an example that stand for one text: 1 in the place of the text, 0 in the others. */
export interface OneHot {
  readonly start: number;
  /** How many texts there are. */
  readonly size: number;
}

/** Labelled examples as a network takes them. */
export interface Examples {
  /** Of one example: [28, 28, 1] for an image, [9] for a row of a table. */
  readonly shape: readonly number[];
  /** [count], each from 0 to classNames.length − 1 */
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
  readonly count: number;
  /** The text columns of a table, from first to last; none in images. */
  readonly oneHots: readonly OneHot[];
  /** What the network is fed of some rows, one after another, as float32. */
  values(rows: Int32Array): Float32Array;
}

/** Images, with pixels in [0, 1]. */
export function imageExamples(dataset: ImageDataset): Examples {
  const {shape, labels, classNames, count} = dataset;
  return {shape, labels, classNames, count, oneHots: [], values: (rows) => toFloat32(dataset, rows)};
}

/** Examples that are numbers already: `data` has one after another. */
export function numberExamples(
  data: Float32Array,
  {
    shape,
    labels,
    classNames,
    oneHots = [],
  }: Pick<Examples, 'shape' | 'labels' | 'classNames'> & Partial<Pick<Examples, 'oneHots'>>,
): Examples {
  const size = sizeOf(shape);
  const values = (rows: Int32Array): Float32Array => {
    const chosen = new Float32Array(rows.length * size);
    for (const [at, row] of rows.entries())
      chosen.set(data.subarray(row * size, (row + 1) * size), at * size);
    return chosen;
  };
  return {shape, labels, classNames, count: labels.length, oneHots, values};
}

/** Numbers that an example has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The numbers from 0 to `count` − 1. */
export function everyRow(count: number): Int32Array {
  return Int32Array.from({length: count}, (_, row) => row);
}

/** Examples of each class. */
export function countsOf({labels, classNames}: Pick<Examples, 'labels' | 'classNames'>): number[] {
  const counts = new Array<number>(classNames.length).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}
