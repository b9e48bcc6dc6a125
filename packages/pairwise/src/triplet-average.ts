import {withGradient} from '@isomargin/core';
import {mul, reshape, type Tensor1D, type Tensor2D, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {type MiningOptions, mine} from './mining/mine.js';

/** Which mean over the triplets of a batch the loss is. */
export type TripletAverage = 'all' | 'active';

/**
 * Triplet losses from the distances of a batch, with the gradient written out: of each anchor's triplets that share whose
 * mean over the batch is the mean over the triplets. Reads the distances back from the device.
 *
 * @param distances [batch, batch], >= 0
 * @param classOf [batch]
 * @returns [batch]
 */
export function tripletsOfAnchors(
  distances: Tensor2D,
  classOf: Int32Array,
  options: MiningOptions & {readonly average: TripletAverage},
): Tensor1D {
  return withGradient([distances], ([x], save) => {
    const {losses, slopes, chosen, active} = mine(x.dataSync<'float32'>(), classOf, options);
    const share = classOf.length / Math.max(1, options.average === 'all' ? chosen : active);
    save([tensor2d(slopes, x.shape)]);
    return {
      value: mul(tensor1d(losses), share) as Tensor1D,
      gradient: (dy, [saved]) => [mul(saved!, reshape(mul(dy, share), [-1, 1]))],
    };
  });
}
