import {type GivenOptions, resolveOptions} from '@isomargin/core/options';
import {type Classes, rowsByClass} from '../input/data.js';
import type {ClassLabels} from '../input/kinds.js';
import {readLabels} from '../input/read-labels.js';
import {randomStreams, seedOf, shuffle} from '../random.js';
import {wholeShares} from '../shares.js';
import type {BatchSampler} from './batch-sampler.js';
import {checkEpoch, cuts} from './cut.js';
import {epochOptions} from './options.js';

export type EpochOptions = GivenOptions<typeof epochOptions>;

/** Batches of an epoch in which each class has its share. */
export function shareBatches(
  name: string,
  y: ClassLabels,
  given: EpochOptions,
  weightsIn: (epoch: number, counts: readonly number[]) => readonly number[],
): BatchSampler {
  const options = resolveOptions(name, epochOptions, given);
  const {classes} = readLabels(name, y);
  const byClass = rowsByClass(classes);
  const {batchSize, lastBatch, seed, rowsPerEpoch = classes.codes.length} = options;
  const bounds = cuts(name, rowsPerEpoch, batchSize, lastBatch);
  return {
    name,
    batchSize,
    batchesIn: () => bounds.length - 1,
    *epoch(epoch) {
      checkEpoch(name, epoch);
      const quotas = wholeShares(rowsPerEpoch, weightsIn(epoch, classes.counts));
      const rows = drawn(classes, byClass, quotas, seedOf(seed, epoch));
      for (let b = 0; b + 1 < bounds.length; ++b) yield rows.subarray(bounds[b], bounds[b + 1]);
    },
  };
}

/** So many rows of each class, in random order. A class that has fewer gives all of its rows before any a second time. */
function drawn(
  {counts}: Classes,
  byClass: readonly Int32Array[],
  quotas: readonly number[],
  seed: number,
): Int32Array {
  const streams = randomStreams(seed, counts.length + 1);
  const rows = new Int32Array(quotas.reduce((sum, quota) => sum + quota, 0));
  let at = 0;
  for (const [code, quota] of quotas.entries()) {
    const shuffled = shuffle(byClass[code]!.slice(), streams[code]!);
    for (let i = 0; i < quota; ++i) rows[at++] = shuffled[i % shuffled.length]!;
  }
  return shuffle(rows, streams[counts.length]!);
}
