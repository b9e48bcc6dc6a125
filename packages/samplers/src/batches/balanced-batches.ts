import {type GivenOptions, integer, type Option, resolveOptions} from '@isomargin/core/options';
import type {ClassLabels} from '../input/kinds.js';
import type {BatchSampler} from './batch-sampler.js';
import {epochOptions} from './options.js';
import {type EpochOptions, shareBatches} from './share-batches.js';

/**
 * Each class in proportion to its rows. With as many rows an epoch as there are labels, each row comes exactly once.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 * @throws SamplingError where the labels are broken or of one class alone
 */
export function shuffledBatches(y: ClassLabels, options: EpochOptions = {}): BatchSampler {
  return shareBatches('shuffledBatches', y, options, (_, counts) => counts);
}

/**
 * Each class as often as any other: an epoch of R rows has ⌊R/C⌋ or ⌈R/C⌉ rows of each of C classes (class-balanced
 * sampling).
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 * @throws SamplingError where the labels are broken or of one class alone
 */
export function classBalancedBatches(y: ClassLabels, options: EpochOptions = {}): BatchSampler {
  return shareBatches('classBalancedBatches', y, options, (_, counts) => counts.map(() => 1));
}

/**
 * Each class in proportion to the square root of its rows (Mahajan et al., ECCV 2018).
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 * @throws SamplingError where the labels are broken or of one class alone
 */
export function squareRootBatches(y: ClassLabels, options: EpochOptions = {}): BatchSampler {
  return shareBatches('squareRootBatches', y, options, (_, counts) => counts.map(Math.sqrt));
}

export const progressiveOptions: typeof epochOptions & {readonly epochs: Option<number>} = {
  epochs: integer({default: 100, min: 1, description: 'After how many epochs the classes are balanced.'}),
  ...epochOptions,
};

export type ProgressiveOptions = GivenOptions<typeof progressiveOptions>;

/**
 * From shuffled to class-balanced: in epoch t of T the share of a class is (1 − t/T) · its rows / all rows + t/T · 1/C,
 * and 1/C from epoch T on (progressively balanced sampling; Kang et al., ICLR 2020). Epochs count from 0.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 * @throws SamplingError where the labels are broken or of one class alone
 */
export function progressivelyBalancedBatches(y: ClassLabels, options: ProgressiveOptions = {}): BatchSampler {
  const name = 'progressivelyBalancedBatches';
  const {epochs, ...others} = resolveOptions(name, progressiveOptions, options);
  return shareBatches(name, y, others, (epoch, counts) => {
    const progress = Math.min(1, epoch / epochs);
    const all = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => ((1 - progress) * count) / all + progress / counts.length);
  });
}
