import {SamplingError} from '../errors.js';
import type {Features} from '../input/kinds.js';
import {type ReadFeatures, readFeatures} from '../input/read-features.js';

/**
 * Reads probabilities [rows, classes]: of any kind that examples may have.
 *
 * @throws SamplingError where one is negative or not finite, or a row does not sum to 1 (within 0.01)
 */
export function readProbabilities<P extends Features>(owner: string, probabilities: P): ReadFeatures<P> {
  const read = readFeatures(probabilities, {owner, reads: 'numbers', interpolates: true});
  const {values, columns, count} = read.table;
  for (let row = 0; row < count; ++row) {
    let sum = 0;
    for (let j = 0; j < columns; ++j) {
      const value = values[row * columns + j]!;
      if (value < 0) {
        throw new SamplingError(
          `${owner}: probability ${j} of row ${row} is ${value}; a number >= 0 is expected.`,
        );
      }
      sum += value;
    }
    if (Math.abs(sum - 1) > 0.01) {
      throw new SamplingError(`${owner}: the probabilities of row ${row} sum to ${sum}; 1 is expected.`);
    }
  }
  return read;
}
