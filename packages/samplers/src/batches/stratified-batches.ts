import {type GivenOptions, resolveOptions} from '@isomargin/core/options';
import {rowsByClass} from '../input/data.js';
import type {ClassLabels} from '../input/kinds.js';
import {readLabels} from '../input/read-labels.js';
import {randomStreams, seedOf, shuffle} from '../random.js';
import type {BatchSampler} from './batch-sampler.js';
import {checkEpoch, cuts} from './cut.js';
import {batchOptions} from './options.js';

export type BatchOptions = GivenOptions<typeof batchOptions>;

/**
 * Batches that are each like the whole: an epoch has each row exactly once, and after every batch the number of rows
 * of a class that have come is its exact share of all that have come, rounded down or up. So a batch of B rows has
 * less than 2 rows more or less of a class than B · its rows / all rows.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 * @throws SamplingError where the labels are broken or of one class alone
 */
export function stratifiedBatches(y: ClassLabels, options: BatchOptions = {}): BatchSampler {
  const name = 'stratifiedBatches';
  const {batchSize, lastBatch, seed} = resolveOptions(name, batchOptions, options);
  const {classes} = readLabels(name, y);
  const {counts, codes} = classes;
  const byClass = rowsByClass(classes);
  const bounds = cuts(name, codes.length, batchSize, lastBatch);
  return {
    name,
    batchSize,
    batchesIn: () => bounds.length - 1,
    *epoch(epoch) {
      checkEpoch(name, epoch);
      const streams = randomStreams(seedOf(seed, epoch), counts.length + 1);
      const shuffled = byClass.map((rows, code) => shuffle(rows.slice(), streams[code]!));
      const taken = counts.map(() => 0);
      for (let b = 0; b + 1 < bounds.length; ++b) {
        const before = [...taken];
        takeUpTo(bounds[b + 1]!, counts, codes.length, taken);
        const rows = new Int32Array(bounds[b + 1]! - bounds[b]!);
        let at = 0;
        for (const [code, of] of shuffled.entries()) {
          rows.set(of.subarray(before[code], taken[code]), at);
          at += taken[code]! - before[code]!;
        }
        yield shuffle(rows, streams[counts.length]!);
      }
    },
  };
}

/**
 * Raises what is taken of each class so that it sums to `end`, and is `end` · count / total rounded down or up. The
 * i-th row of a class must have come by place ⌈i · total / count⌉; what is free goes to those that are due first.
 */
function takeUpTo(end: number, counts: readonly number[], total: number, taken: number[]): void {
  let free = end;
  for (const [code, count] of counts.entries()) {
    taken[code] = Math.max(taken[code]!, Math.floor((end * count) / total));
    free -= taken[code]!;
  }
  const due = (code: number): number => Math.ceil(((taken[code]! + 1) * total) / counts[code]!);
  const open = [...counts.keys()].filter((code) => taken[code]! < Math.ceil((end * counts[code]!) / total));
  open.sort((a, b) => due(a) - due(b) || a - b);
  for (const code of open.slice(0, free)) taken[code]!++;
}
