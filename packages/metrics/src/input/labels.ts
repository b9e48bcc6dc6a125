import type {Tensor} from '@tensorflow/tfjs-core';
import {
  type AnyVector,
  type FlatMatrix,
  flatData,
  isFlatMatrix,
  isTensor,
  isVector,
  type NumberVector,
  numberOf,
  tensorData,
} from './arrays.js';

/**
 * Class labels in any form that a model or a data set gives them in: whole numbers from 0 in a vector [n]
 * (typed or plain array, or tensor of any numeric type), or rows [n, classes] (tensor, or array of vectors)
 * of which the largest entry's column is the label: one-hot labels, scores, logits, probabilities. Rows may also
 * be flat: `{data, shape: [n, classes]}`. Tensors are read with `dataSync` and never disposed.
 */
export type Labels = Tensor | NumberVector | readonly NumberVector[] | FlatMatrix;

/** Labels as they were read: one whole number an example, and the columns where they came as rows. */
export interface ReadLabels {
  labels: Float64Array;
  columns: number | undefined;
}

interface Matrix {
  shape: readonly number[];
  at: (row: number, column: number) => unknown;
}

const allowed = 'labels [n] (whole numbers from 0) or rows [n, classes] (one-hot or scores)';

function matrixOfTensor(name: string, tensor: Tensor): Matrix {
  const data = tensorData(name, tensor);
  const [, columns = 1] = tensor.shape;
  return {shape: tensor.shape, at: (row, column) => data[row * columns + column]};
}

function matrixOfArray(name: string, array: AnyVector | readonly unknown[]): Matrix {
  const first = array[0];
  if (!isVector(first)) return {shape: [array.length], at: (row) => array[row]};
  if (isVector(first[0]))
    throw new RangeError(`${name} is nested three deep or more: allowed are ${allowed}`);
  const rows = array as readonly unknown[];
  for (const [index, row] of rows.entries()) {
    if (!isVector(row) || row.length !== first.length) {
      const found = isVector(row) ? `${row.length} columns` : `no row but ${String(row)}`;
      throw new RangeError(
        `${name}[${index}] has ${found}: ${first.length} columns, as in row 0, are needed`,
      );
    }
  }
  return {
    shape: [rows.length, first.length],
    at: (row, column) => (rows[row] as AnyVector)[column],
  };
}

function matrixOfFlat(name: string, matrix: FlatMatrix): Matrix {
  const {data, columns, rows} = flatData(name, matrix);
  return {shape: [rows, columns], at: (row, column) => data[row * columns + column]};
}

function readVector(name: string, {shape, at}: Matrix, classes: number | undefined): Float64Array {
  const labels = new Float64Array(shape[0] ?? 0);
  for (let row = 0; row < labels.length; row++) {
    const entry = at(row, 0);
    const label = numberOf(entry);
    if (!Number.isSafeInteger(label) || label < 0 || (classes !== undefined && label >= classes)) {
      const range = classes === undefined ? 'from 0' : `from 0 to ${classes - 1} (classes is ${classes})`;
      throw new RangeError(`${name}[${row}] is ${String(entry)}: a label is a whole number ${range}`);
    }
    labels[row] = label;
  }
  return labels;
}

function readRows(name: string, {shape, at}: Matrix, needsPositive: boolean): Float64Array {
  const [rows = 0, columns = 0] = shape;
  const labels = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let best = 0;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (let column = 0; column < columns; column++) {
      const value = numberOf(at(row, column));
      if (Number.isNaN(value)) {
        const found = String(at(row, column));
        throw new RangeError(`${name}[${row}][${column}] is ${found}: allowed is any number but NaN`);
      }
      // Strictly greater: of equal entries the first wins, as in numpy's argmax.
      if (value > bestValue) {
        best = column;
        bestValue = value;
      }
    }
    // One-hot encoders turn a label out of range into a row of zeros, which argmax would read as class 0.
    if (needsPositive && !(bestValue > 0))
      throw new RangeError(`${name}[${row}] has no entry above 0: a row of labels must mark its class`);
    labels[row] = best;
  }
  return labels;
}

/**
 * Reads and checks one argument.
 * @param name the parameter's name, for the error texts
 * @param role 'true' also refuses rows without a positive entry
 * @param classes the number of classes, where it was given
 */
export function readLabels(
  name: string,
  value: Labels,
  role: 'true' | 'predicted',
  classes: number | undefined,
): ReadLabels {
  const given: unknown = value;
  let matrix: Matrix;
  if (typeof given === 'object' && given !== null && isTensor(given)) matrix = matrixOfTensor(name, given);
  else if (isFlatMatrix(given)) matrix = matrixOfFlat(name, given);
  else if (isVector(given)) matrix = matrixOfArray(name, given);
  else throw new TypeError(`${name} is ${String(given)}: allowed are ${allowed}, as array or tensor`);

  const {shape} = matrix;
  if (shape.length !== 1 && shape.length !== 2)
    throw new RangeError(
      `${name} has rank ${shape.length}, shape [${shape.join(', ')}]: allowed are ${allowed}`,
    );
  if (shape[0] === 0) throw new RangeError(`${name} is empty: at least one example is needed`);
  if (shape.length === 1) return {labels: readVector(name, matrix, classes), columns: undefined};

  const columns = shape[1] ?? 0;
  // [n, 1] is a column of labels or of sigmoid outputs, whose argmax would be 0 everywhere.
  if (columns < 2)
    throw new RangeError(
      `${name} has shape [${shape.join(', ')}]: rows need at least 2 columns; give labels as a vector [n]`,
    );
  if (classes !== undefined && columns !== classes)
    throw new RangeError(`${name} has ${columns} columns: classes is ${classes}, so ${classes} are needed`);
  return {labels: readRows(name, matrix, role === 'true'), columns};
}
