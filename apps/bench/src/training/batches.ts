import {type Tensor, tensor} from '@tensorflow/tfjs-core';
import type {Examples} from '../examples.js';
import {seedOf, shuffledIndices} from '../random.js';

/** The number of batches of an epoch. */
export function batchesPerEpoch(count: number, batchSize: number): number {
  return Math.ceil(count / batchSize);
}

/**
 * The rows of each batch of an epoch, in an order that depends on the seed and the epoch alone. The batches are
 * as even as they can be, and `batchSize` is the most that one has: a last batch of a single image would have
 * no variance to normalise by.
 *
 * @param rowsPerEpoch of all batches together; where they are not as many as there are rows, an epoch goes on where the one before it
 *   ended, and no row comes again before all have come
 * @param epoch from 1
 */
export function epochBatches(
  count: number,
  batchSize: number,
  seed: number,
  epoch: number,
  rowsPerEpoch: number = count,
): Int32Array[] {
  const order = passesOver(count, seed, (epoch - 1) * rowsPerEpoch, rowsPerEpoch);
  const batches = batchesPerEpoch(rowsPerEpoch, batchSize);
  const start = (batch: number): number => Math.floor((batch * rowsPerEpoch) / batches);
  return Array.from({length: batches}, (_, batch) => order.subarray(start(batch), start(batch + 1)));
}

/** `length` rows of endless passes over all rows, each pass in an order of its own, from the place `from` on. */
function passesOver(count: number, seed: number, from: number, length: number): Int32Array {
  const rows = new Int32Array(length);
  for (let at = 0; at < length; ) {
    const pass = Math.floor((from + at) / count);
    const order = shuffledIndices(count, seedOf(seed, 'order', pass + 1));
    const begin = (from + at) % count;
    const part = order.subarray(begin, begin + length - at);
    rows.set(part, at);
    at += part.length;
  }
  return rows;
}

/** What the network is fed of some rows: [rows, …shape]. */
export function inputTensor(examples: Examples, rows: Int32Array): Tensor {
  return tensor(examples.values(rows), [rows.length, ...examples.shape]);
}

/** The labels of some rows. */
export function labelsOf(examples: Examples, rows: Int32Array): Int32Array {
  return rows.map((row) => examples.labels[row]!);
}
