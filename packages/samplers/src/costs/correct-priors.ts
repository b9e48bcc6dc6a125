import {SamplingError} from '../errors.js';
import {type Features, isNumberArray} from '../input/kinds.js';
import {readProbabilities} from './read-probabilities.js';

/** How often the classes were, and are. */
export interface Priors {
  /** Counts or shares of the classes in what the model was trained on, after resampling. */
  readonly trained: ArrayLike<number>;
  /** Counts or shares of the classes where it is used: those of the training set before resampling, for example. */
  readonly actual: ArrayLike<number>;
}

/**
 * Undoes what resampling does to a model's probabilities: p_j · actual_j / trained_j, scaled to sum to 1 (Elkan 2001;
 * Saerens, Latinne, Decaestecker 2002). Exact for a model that learned the resampled distribution; for class
 * weights in the loss take trained_j = weight_j · n_j.
 *
 * @param probabilities [rows, classes]; the result is of the same kind
 * @throws SamplingError where the probabilities are broken, or the priors are not one number a class, finite and
 *   not negative (`trained`: positive)
 */
export function correctPriors<P extends Features>(probabilities: P, {trained, actual}: Priors): P {
  const owner = 'correctPriors';
  const {table, build} = readProbabilities(owner, probabilities);
  const {columns, count, values} = table;
  const before = shares(owner, 'trained', trained, columns);
  const after = shares(owner, 'actual', actual, columns);
  const none = before.indexOf(0);
  if (none >= 0) {
    throw new SamplingError(
      `${owner}: trained[${none}] is 0; nothing can be said of a class the model never saw.`,
    );
  }
  const corrected = new Float64Array(values.length);
  for (let row = 0; row < count; ++row) {
    let sum = 0;
    for (let j = 0; j < columns; ++j) {
      const value = (values[row * columns + j]! * after[j]!) / before[j]!;
      corrected[row * columns + j] = value;
      sum += value;
    }
    if (!(sum > 0)) {
      throw new SamplingError(
        `${owner}: row ${row} has probabilities for classes alone whose actual prior is 0.`,
      );
    }
    for (let j = 0; j < columns; ++j) corrected[row * columns + j]! /= sum;
  }
  const rows = new Int32Array(count);
  return build(new Int32Array(0), {values: corrected, origins: rows, codes: rows});
}

function shares(owner: string, name: string, given: ArrayLike<number>, classes: number): number[] {
  if (!(Array.isArray(given) || isNumberArray(given))) {
    throw new SamplingError(
      `${owner}: ${name} must be an array of numbers, one a class, but got ${String(given)}.`,
    );
  }
  if (given.length !== classes) {
    throw new SamplingError(
      `${owner}: ${name} has ${given.length} numbers; ${classes} are expected, one a class.`,
    );
  }
  const list = Array.from(given as ArrayLike<number>);
  const wrong = list.findIndex((value) => !(Number.isFinite(value) && value >= 0));
  if (wrong >= 0) {
    throw new SamplingError(
      `${owner}: ${name}[${wrong}] is ${list[wrong]}; a finite number >= 0 is expected.`,
    );
  }
  const sum = list.reduce((all, value) => all + value, 0);
  if (sum === 0) throw new SamplingError(`${owner}: ${name} is 0 for every class.`);
  return list.map((value) => value / sum);
}
