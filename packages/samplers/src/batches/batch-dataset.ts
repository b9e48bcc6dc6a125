import {SamplingError} from '../errors.js';
import type {BatchSampler} from './batch-sampler.js';
import {checkEpoch} from './cut.js';

/** What `fitDataset` of TensorFlow.js takes. */
export interface BatchDataset<T> {
  /** Batches of the first epoch, for the progress bar. */
  readonly size: number;
  iterator(): Promise<{next(): Promise<IteratorResult<T>>}>;
}

/**
 * Batches for `fitDataset`, one epoch an epoch: `model.fitDataset(batchDataset(batches, make), {epochs})`. Do not give
 * `batchesPerEpoch`: an epoch ends where its batches end.
 *
 * The epoch goes up whenever an iterator is asked for its first batch, so use it for one training at a time, and not
 * for validation.
 *
 * @param make the tensors of a batch, from its rows; `fitDataset` disposes them
 * @param firstEpoch the epoch to begin with, to continue a training
 */
export function batchDataset<T>(
  batches: BatchSampler,
  make: (rows: Int32Array) => T,
  firstEpoch = 0,
): BatchDataset<T> {
  checkEpoch('batchDataset', firstEpoch);
  if (typeof make !== 'function') {
    throw new SamplingError('batchDataset: make must be a function from rows to the tensors of a batch.');
  }
  let nextEpoch = firstEpoch;
  return {
    size: batches.batchesIn(firstEpoch),
    // TensorFlow.js asks for one iterator more than it uses, so an epoch begins with the first batch.
    iterator: async () => {
      let rows: Iterator<Int32Array> | undefined;
      return {
        next: async (): Promise<IteratorResult<T>> => {
          rows ??= batches.epoch(nextEpoch++)[Symbol.iterator]();
          const step = rows.next();
          return step.done ? {done: true, value: null} : {done: false, value: make(step.value)};
        },
      };
    },
  };
}
