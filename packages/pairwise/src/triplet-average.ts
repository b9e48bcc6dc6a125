import {withGradient} from '@isomargin/core';
import {div, maximum, mul, reshape, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {type MiningOptions, mine} from './mining/mine.js';
import type {Relations} from './relations.js';

/** Which mean over the triplets of a batch the loss is. */
export type TripletAverage = 'all' | 'active';

/**
 * Triplet losses from the distances of a batch, with the gradient written out: of each anchor's triplets that share whose
 * mean over the batch is the mean over the triplets.
 *
 * @param distances [batch, batch], >= 0
 * @returns [batch]
 */
export function tripletsOfAnchors(
  distances: Tensor2D,
  relations: Relations,
  options: MiningOptions & {readonly average: TripletAverage},
): Tensor1D {
  return withGradient([distances], ([x], save) => {
    const {losses, slopes, chosen, active} = mine(x, relations, options);
    const share = div(x.shape[0], maximum(options.average === 'all' ? chosen : active, 1));
    save([mul(slopes, share)]);
    return {
      value: mul(losses, share) as Tensor1D,
      gradient: (dy, [saved]) => [mul(saved!, reshape(dy, [-1, 1]))],
    };
  });
}
