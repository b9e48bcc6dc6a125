import {type ImageDataset, toFloat32} from '@isomargin/datasets';
import {type Tensor4D, tensor4d} from '@tensorflow/tfjs-core';
import {seedOf, shuffledIndices} from '../random.js';

/** The number of batches of an epoch. */
export function batchesPerEpoch(count: number, batchSize: number): number {
  return Math.ceil(count / batchSize);
}

/**
 * The rows of each batch of an epoch, in an order that depends on the seed and the epoch alone. The batches are
 * as even as they can be, and `batchSize` is the most that one has: a last batch of a single image would have
 * no variance to normalise by.
 */
export function epochBatches(count: number, batchSize: number, seed: number, epoch: number): Int32Array[] {
  const order = shuffledIndices(count, seedOf(seed, 'order', epoch));
  const batches = batchesPerEpoch(count, batchSize);
  const start = (batch: number): number => Math.floor((batch * count) / batches);
  return Array.from({length: batches}, (_, batch) => order.subarray(start(batch), start(batch + 1)));
}

/** Images as a tensor [rows, height, width, channels] in [0, 1]. */
export function imageTensor(dataset: ImageDataset, rows: Int32Array): Tensor4D {
  return tensor4d(toFloat32(dataset, rows), [rows.length, ...dataset.shape]);
}

/** The labels of some rows. */
export function labelsOf(dataset: ImageDataset, rows: Int32Array): Int32Array {
  return rows.map((row) => dataset.labels[row]!);
}
