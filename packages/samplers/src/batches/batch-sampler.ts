/** Batches of rows, epoch by epoch. They follow from the seed and the number of the epoch alone. */
export interface BatchSampler {
  /** The name of the rule, as in error texts: 'classBalancedBatches'. */
  readonly name: string;
  /** Rows that a batch has at most. */
  readonly batchSize: number;
  /** How many batches an epoch has; epochs count from 0. */
  batchesIn(epoch: number): number;
  /** The rows of each batch of an epoch, one after another. The arrays are yours to keep, not to change. */
  epoch(epoch: number): Iterable<Int32Array>;
}
