import {type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import type {Relations} from '../relations.js';
import {allTriplets} from './all-triplets.js';
import {batchHard} from './batch-hard.js';
import type {Margin, Mined} from './mined.js';
import {type SemiHardFallback, semiHard} from './semi-hard.js';

/** Which triplets of a batch a loss is made of. */
export type Mining = 'all' | 'batch-hard' | 'semi-hard';

/** How triplets are chosen and judged. */
export interface MiningOptions {
  readonly margin: Margin;
  readonly mining: Mining;
  readonly semiHardFallback: SemiHardFallback;
}

/**
 * Chooses the triplets of a batch and computes their losses; not differentiable, but it returns the slopes.
 *
 * @param distances [batch, batch], >= 0
 */
export function mine(
  distances: Tensor2D,
  relations: Relations,
  {margin, mining, semiHardFallback}: MiningOptions,
): Mined {
  return tidy(() => {
    if (mining === 'all') return allTriplets(distances, relations, margin);
    if (mining === 'batch-hard') return batchHard(distances, relations, margin);
    return semiHard(distances, relations, margin, semiHardFallback);
  });
}
