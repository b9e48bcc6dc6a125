import {checkOptionNames} from '../check-options.js';
import {rowsByClass} from '../imbalance/subsample.js';
import {randomStream, saltedSeed, shuffle, uniform} from '../random.js';
import type {Dataset} from '../select-rows.js';
import {type LabelNoise, transitionMatrix} from './transition-matrix.js';

/** How {@link noisyLabels} changes labels. */
export interface LabelNoiseOptions {
  readonly noise: LabelNoise;
  /** Number of classes. */
  readonly classes: number;
  /** An integer from 0 to 2³² − 1. */
  readonly seed: number;
}

/** Labels that changed. */
export interface LabelFlips {
  /** Their rows, ascending. */
  readonly rows: Int32Array;
  /** The class that each of them had. */
  readonly from: Int32Array;
  /** The class that each of them has now. */
  readonly to: Int32Array;
}

/** Labels with noise, and what was done to them. */
export interface NoisyLabels {
  readonly labels: Int32Array;
  readonly flips: LabelFlips;
  /** `transitions[i][j]`: how many rows of class i are labelled j now. */
  readonly transitions: readonly (readonly number[])[];
  /** Rows of each class as they are labelled now. */
  readonly counts: readonly number[];
  /** The share of all labels that changed. */
  readonly rate: number;
}

/**
 * Changes some labels at random. In a class of n rows whose labels change with probability p, the number that changes
 * is n · p, rounded up or down at random so that its mean is n · p; which rows change, and to what, is drawn.
 *
 * Under one seed, what a smaller rate of a kind changes is changed by a larger rate, too, to the same classes.
 *
 * @param labels the class of each row; not changed itself
 * @throws RangeError where the noise is no noise of that many classes, a label is not an integer in [0, classes),
 *   or the seed is out of its range
 */
export function noisyLabels(labels: ArrayLike<number>, options: LabelNoiseOptions): NoisyLabels {
  checkOptionNames('noisyLabels', options, ['noise', 'classes', 'seed']);
  const {noise, classes, seed} = options;
  const matrix = transitionMatrix(noise, classes);
  checkLabelsBelow(labels, classes);
  const noisy = Int32Array.from(labels);
  const transitions = matrix.map((row) => row.map(() => 0));
  const salted = saltedSeed(seed, 'label noise');
  for (const [label, rows] of rowsByClass(labels, classes).entries()) {
    const random = randomStream(salted, label);
    const rounding = uniform(random);
    shuffle(rows, random);
    const others = targetsOf(matrix[label]!, label);
    // The sum is at most 1 up to rounding, and uniform() stays below 1.
    const flipped = Math.min(Math.floor(others.total * rows.length + rounding + 1e-9), rows.length);
    for (let i = 0; i < flipped; ++i) noisy[rows[i]!] = others.draw(uniform(random));
    for (const row of rows) transitions[label]![noisy[row]!]!++;
  }
  const flips = flipsOf(labels, noisy);
  return {
    labels: noisy,
    flips,
    transitions,
    counts: transitions.map((_, to) => transitions.reduce((sum, row) => sum + row[to]!, 0)),
    rate: labels.length === 0 ? 0 : flips.rows.length / labels.length,
  };
}

/** A data set with noise on its labels. */
export interface NoisyDataset<D extends Dataset> extends Omit<NoisyLabels, 'labels'> {
  readonly dataset: D;
}

/** Changes some labels of a data set as {@link noisyLabels} does. Images and columns are those of the one given. */
export function withLabelNoise<D extends Dataset>(
  dataset: D,
  options: Omit<LabelNoiseOptions, 'classes'>,
): NoisyDataset<D> {
  const {labels, ...report} = noisyLabels(dataset.labels, {...options, classes: dataset.classes});
  return {dataset: {...dataset, labels}, ...report};
}

/** The other classes that a class's labels change to, with the probability that they do. */
function targetsOf(row: readonly number[], label: number): {total: number; draw(u: number): number} {
  const targets = row.flatMap((probability, to) =>
    to === label || probability === 0 ? [] : [{to, probability}],
  );
  const total = targets.reduce((sum, {probability}) => sum + probability, 0);
  return {
    total,
    draw: (u) => {
      let left = u * total;
      for (const {to, probability} of targets) {
        left -= probability;
        if (left < 0) return to;
      }
      return targets[targets.length - 1]!.to;
    },
  };
}

function flipsOf(before: ArrayLike<number>, after: Int32Array): LabelFlips {
  const rows = new Int32Array(after.length).map((_, row) => row).filter((row) => before[row] !== after[row]);
  return {rows, from: rows.map((row) => before[row]!), to: rows.map((row) => after[row]!)};
}

function checkLabelsBelow(labels: ArrayLike<number>, classes: number): void {
  for (let row = 0; row < labels.length; ++row) {
    const label = labels[row]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(`label ${row} is ${label}; an integer from 0 to ${classes - 1} is expected`);
    }
  }
}
