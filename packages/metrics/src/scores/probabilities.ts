import type {Labels} from '../input/labels.js';
import {type ReadNumbers, readWeightsOfPart} from '../input/numbers.js';
import type {ScoreOptions} from './options.js';
import {refusePositive} from './options.js';
import {checkSums} from './per-class.js';
import {readClasses, readScores, readSides, type Scores} from './read.js';
import type {Floats} from './sort-keys.js';

/** Options of metrics of probabilities. */
export interface ProbabilityOptions extends ScoreOptions {
  /** With rows: how far their sum may be from 1, default 1e-5; Infinity does not look. */
  sumTolerance?: number;
}

/** Probabilities with the class of each example. */
export interface ReadProbabilities {
  rows: number;
  /** 1 where there is only the probability of the positive class. */
  columns: number;
  /** Row by row. */
  data: Floats;
  /** The class of each example; with one column, 1 for the positive class. */
  labels: Uint8Array | Float64Array;
  weights?: ReadNumbers;
}

/** Reads and checks probabilities [n], [n, 1] or [n, classes] and their labels; the weights may all be 0. */
export function readProbabilities(
  yTrue: Labels,
  probabilities: Scores,
  {positive, sampleWeights, sumTolerance = 1e-5}: ProbabilityOptions,
): ReadProbabilities {
  const name = 'probabilities';
  if (!(sumTolerance >= 0))
    throw new RangeError(`sumTolerance is ${sumTolerance}: it must be a number of at least 0`);
  const read = readScores(name, probabilities);
  const {rows, columns, data} = read;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (value < 0 || value > 1) {
      const place = columns === 1 ? `[${i}]` : `[${Math.floor(i / columns)}][${i % columns}]`;
      throw new RangeError(`${name}${place} is ${value}: a probability lies between 0 and 1`);
    }
  }
  if (columns > 1) {
    refusePositive(positive);
    checkSums(name, read, sumTolerance);
  }
  const labels =
    columns === 1
      ? readSides(yTrue, positive, rows, {scores: name})
      : readClasses(yTrue, columns, rows, name);
  return {rows, columns, data, labels, weights: readWeightsOfPart(sampleWeights, rows)};
}
