import {
  cast,
  dispose,
  max,
  square,
  sum,
  Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import {oneHotFloat} from './numerics/one-hot.js';
import {show} from './options/check.js';

/** Class labels: integers [batch] or [batch, 1], or one-hot rows [batch, classes] (tensors only). */
export type Labels =
  | Tensor
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Float32Array
  | Float64Array
  | readonly number[];

/** Thrown where labels are out of range, not whole, of a wrong shape or not one-hot. */
export class LabelError extends Error {
  override readonly name = 'LabelError';
}

const isOneHot = (labels: Tensor, classes: number): labels is Tensor2D =>
  labels.rank === 2 && labels.shape[1] === classes && classes > 1;

/** The integers of labels in integer form, checked. */
function readIntegers(values: ArrayLike<number>, classes: number): Int32Array {
  const integers = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const label = values[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      const hint = Array.isArray(label) ? ' One-hot rows must be a tensor: tf.tensor2d(labels).' : '';
      throw new LabelError(
        `labels[${i}] must be an integer from 0 to ${classes - 1}, but is ${show(label)}.${hint}`,
      );
    }
    integers[i] = label;
  }
  return integers;
}

/** The error text for the first row that is not one-hot. */
function explainRow(rows: ArrayLike<number>, classes: number): string {
  for (let i = 0; i * classes < rows.length; i++) {
    const row = Array.from({length: classes}, (_, j) => rows[i * classes + j]!);
    if (row.filter((v) => v === 1).length !== 1 || row.filter((v) => v === 0).length !== classes - 1) {
      const shown = `[${row.slice(0, 12).join(', ')}${classes > 12 ? ', …' : ''}]`;
      return `labels[${i}] must be one-hot (a single 1, zeros elsewhere), but is ${shown}.`;
    }
  }
  return 'labels must be one-hot.';
}

/**
 * Whether every row is one-hot is decided on the device by two numbers, so that not the whole batch is read back: the rows'
 * largest entries and the squares of all entries both sum to the number of rows. No other rows do that: the squares
 * sum at least to those of the largest entries, and these, at a given sum, to least where all are 1. A NaN survives a sum.
 */
function checkOneHot(labels: Tensor2D, classes: number): void {
  const sums = tidy(() => {
    const floats = cast(labels, 'float32');
    return [sum(max(floats, 1)), sum(square(floats))];
  });
  const isSound = sums.every((total) => total.dataSync()[0] === labels.shape[0]);
  dispose(sums);
  if (!isSound) throw new LabelError(explainRow(labels.dataSync(), classes));
}

/** What may come from JavaScript and is nothing that types would let through. */
function checkForm(labels: unknown): void {
  const isTensor = labels instanceof Tensor;
  const isNumeric = isTensor && ['float32', 'int32', 'bool'].includes(labels.dtype);
  const isList = Array.isArray(labels) || (ArrayBuffer.isView(labels) && 'length' in labels);
  if (isNumeric || isList) return;
  throw new LabelError(
    'labels must be an array, a typed array or a tensor of integers, or a tensor of one-hot rows, ' +
      `but are ${isTensor ? `a tensor of dtype ${labels.dtype}` : show(labels)}.`,
  );
}

function wrongShape(labels: Tensor, classes: number): LabelError {
  return new LabelError(
    `labels must have shape [batch], [batch, 1] or [batch, ${classes}], but have shape [${labels.shape}].`,
  );
}

function checkLength(length: number, batch: number | undefined): void {
  if (batch !== undefined && length !== batch) {
    throw new LabelError(`labels must have one entry for each of the ${batch} examples, but have ${length}.`);
  }
}

/**
 * Labels as integers on the host.
 *
 * @param classes number of classes
 * @param batch number of examples that the labels must have; any where not given
 * @throws LabelError naming the first label that is out of range, fractional or NaN, the row that is not
 *   one-hot, the shape or length that does not fit, or what is no labels at all
 */
export function readLabels(labels: Labels, classes: number, batch?: number): Int32Array {
  checkForm(labels);
  if (!(labels instanceof Tensor && isOneHot(labels, classes))) return integersOf(labels, classes, batch);
  checkLength(labels.shape[0], batch);
  const rows = labels.dataSync();
  const integers = new Int32Array(labels.shape[0]);
  for (let i = 0; i < integers.length; i++) {
    const row = rows.subarray(i * classes, (i + 1) * classes);
    const label = row.indexOf(1);
    if (label < 0 || row.some((v, j) => v !== (j === label ? 1 : 0))) {
      throw new LabelError(explainRow(rows, classes));
    }
    integers[i] = label;
  }
  return integers;
}

/** Labels that are no one-hot rows. */
function integersOf(labels: Labels, classes: number, batch: number | undefined): Int32Array {
  checkForm(labels);
  if (!(labels instanceof Tensor)) {
    checkLength(labels.length, batch);
    return readIntegers(labels, classes);
  }
  const isColumn = labels.rank === 2 && labels.shape[1] === 1;
  if (labels.rank !== 1 && !isColumn) throw wrongShape(labels, classes);
  checkLength(labels.shape[0]!, batch);
  return readIntegers(labels.dataSync(), classes);
}

/**
 * Labels as one-hot rows on the device: what the losses compute with, and what a tfjs model's `fit` takes.
 *
 * @param classes number of classes, at least 2
 * @param batch number of examples that the labels must have; any where not given
 * @returns [batch, classes] float32
 * @throws LabelError as `readLabels` does
 */
export function oneHotLabels(labels: Labels, classes: number, batch?: number): Tensor2D {
  if (labels instanceof Tensor && isOneHot(labels, classes)) {
    checkLength(labels.shape[0], batch);
    checkOneHot(labels, classes);
    return cast(labels, 'float32');
  }
  const integers = integersOf(labels, classes, batch);
  return tidy(() => oneHotFloat(tensor1d(integers, 'int32') as Tensor1D, classes));
}
