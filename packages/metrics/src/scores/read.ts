import {isFlatMatrix, isTensor, isVector, numberOf, tensorData} from '../input/arrays.js';
import {type Labels, readLabels} from '../input/labels.js';
import {
  checkLength,
  type Matrix,
  type Numbers,
  type ReadNumbers,
  readMatrix,
  readNumbers,
} from '../input/numbers.js';
import {checkWhole} from '../input/options.js';
import type {Floats} from './sort-keys.js';
import {side} from './thresholds.js';

/**
 * One score an example, or one for each class: a vector [n] or rows [n, 1] of scores of the positive class, or rows
 * [n, classes]. As tensor, (typed) array, array of vectors, or `{data, shape}`.
 */
export type Scores = Numbers | Matrix;

/** Scores as they were read, row by row; the caller's own array where that holds floats. */
export interface ReadScores {
  rows: number;
  columns: number;
  data: Floats;
}

function asFloats(data: ReadNumbers): Floats {
  return data instanceof Float32Array || data instanceof Float64Array ? data : Float64Array.from(data);
}

/** The single column of rows [n, 1], where they are that, without a copy. */
function onlyColumn(name: string, value: unknown): unknown {
  if (isTensor(value) && value.rank === 2 && value.shape[1] === 1) return tensorData(name, value);
  if (isFlatMatrix(value) && value.shape?.[1] === 1 && value.data?.length === value.shape[0])
    return value.data;
  if (Array.isArray(value) && value.length > 0 && value.every((row) => isVector(row) && row.length === 1))
    return value.map((row: ArrayLike<unknown>) => row[0]);
  return value;
}

/** Reads and checks scores of either form: finite numbers. */
export function readScores(name: string, value: Scores): ReadScores {
  const given = onlyColumn(name, value);
  const isRows = isTensor(given)
    ? given.rank !== 1
    : isFlatMatrix(given) || (isVector(given) && isVector(given[0]));
  if (!isRows) {
    const data = asFloats(readNumbers(name, given as Numbers));
    return {rows: data.length, columns: 1, data};
  }
  const {rows, columns, data} = readMatrix(name, given as Matrix);
  return {rows, columns, data: asFloats(data)};
}

/** Reads scores that must be one an example. */
export function readScoreVector(name: string, value: Numbers | Matrix): Floats {
  const {rows, columns, data} = readScores(name, value);
  if (columns > 1)
    throw new RangeError(
      `${name} has shape [${rows}, ${columns}]: one score an example is needed, [n] or [n, 1]`,
    );
  return data;
}

/** What the arguments are called in error texts. */
interface Names {
  truth?: string;
  scores?: string;
}

/**
 * Which examples are of the positive class, [n] of {@link side}.
 * @param positive the label of the positive class; left out, labels other than 0 and 1 are refused
 */
export function readSides(
  yTrue: Labels,
  positive: number | undefined,
  n: number,
  {truth = 'yTrue', scores = 'scores'}: Names = {},
): Uint8Array {
  if (positive !== undefined) checkWhole('positive', positive, 0);
  const given = onlyColumn(truth, yTrue);
  const isPlain = !isTensor(given) && isVector(given) && !isVector(given[0]);
  const labels = isPlain
    ? (given as ArrayLike<unknown>)
    : readLabels(truth, given as Labels, 'true', undefined).labels;
  if (labels.length === 0) throw new RangeError(`${truth} is empty: at least one example is needed`);
  checkLength(scores, n, labels.length, truth);
  const sides = new Uint8Array(labels.length);
  for (let i = 0; i < sides.length; i++) {
    const entry = labels[i];
    const label = typeof entry === 'number' ? entry : numberOf(entry);
    if (label === 0 || label === 1) {
      if (label === (positive ?? 1)) sides[i] = side.positive;
    } else if (positive === undefined || !Number.isSafeInteger(label) || label < 0)
      refuseLabel(`${truth}[${i}]`, entry, positive);
    else if (label === positive) sides[i] = side.positive;
  }
  return sides;
}

function refuseLabel(place: string, entry: unknown, positive: number | undefined): never {
  const needed =
    positive === undefined
      ? '0 or 1, or give `positive`: the class that the scores are of'
      : 'a whole number from 0';
  throw new RangeError(`${place} is ${String(entry)}: with one score an example, a label is ${needed}`);
}

/** Reads labels for rows of scores of `classes` classes. */
export function readClasses(yTrue: Labels, classes: number, n: number, name = 'scores'): Float64Array {
  const {labels} = readLabels('yTrue', yTrue, 'true', classes);
  checkLength(name, n, labels.length);
  return labels;
}
