import {SamplingError} from '../errors.js';
import type {LastBatch} from './options.js';

/**
 * Where batches begin and end: batch b has the places from the b-th number up to the next.
 *
 * @throws SamplingError where no batch is left
 */
export function cuts(owner: string, rows: number, batchSize: number, lastBatch: LastBatch): Int32Array {
  const batches = lastBatch === 'drop' ? Math.floor(rows / batchSize) : Math.ceil(rows / batchSize);
  if (batches === 0) {
    throw new SamplingError(
      `${owner}: an epoch of ${rows} rows has no whole batch of ${batchSize}, and lastBatch is 'drop'.`,
    );
  }
  return Int32Array.from({length: batches + 1}, (_, b) =>
    lastBatch === 'even' ? Math.floor((b * rows) / batches) : Math.min(b * batchSize, rows),
  );
}

/** Checks the number of an epoch. */
export function checkEpoch(owner: string, epoch: number): void {
  if (Number.isInteger(epoch) && epoch >= 0) return;
  throw new SamplingError(`${owner}: the epoch is ${epoch}; an integer from 0 is expected.`);
}
