import {SamplingError} from '../errors.js';
import type {BatchSampler} from './batch-sampler.js';
import {checkEpoch} from './cut.js';

/** The batches from some epoch on. */
export interface BatchPhase {
  /** The first epoch, from 0. */
  readonly from: number;
  readonly batches: BatchSampler;
}

/**
 * Another rule from some epoch on, as in deferred re-balancing (Cao et al., NeurIPS 2019). The first phase begins at
 * epoch 0, each further one at a later epoch than the one before it. Phases keep the number of the epoch.
 *
 * @throws SamplingError where the phases do not begin so
 */
export function deferredBatches(phases: readonly BatchPhase[]): BatchSampler {
  const name = 'deferredBatches';
  if (!Array.isArray(phases)) {
    throw new SamplingError(`${name}: phases must be an array of {from, batches}.`);
  }
  for (const [i, {from}] of phases.entries()) {
    const least = i === 0 ? 0 : phases[i - 1]!.from + 1;
    if (i === 0 ? from !== 0 : !(Number.isInteger(from) && from >= least)) {
      throw new SamplingError(
        `${name}: phase ${i} begins at epoch ${from}; ${i === 0 ? '0' : `an integer from ${least}`} is expected.`,
      );
    }
  }
  if (phases.length === 0) throw new SamplingError(`${name}: there are no phases; at least one is expected.`);
  const phaseAt = (epoch: number): BatchSampler => {
    checkEpoch(name, epoch);
    return phases.findLast(({from}) => from <= epoch)!.batches;
  };
  return {
    name,
    batchSize: Math.max(...phases.map(({batches}) => batches.batchSize)),
    batchesIn: (epoch) => phaseAt(epoch).batchesIn(epoch),
    epoch: (epoch) => phaseAt(epoch).epoch(epoch),
  };
}
