import {withGradient} from '@isomargin/core';
import {type Tensor1D, type Tensor2D, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {gradientOfVectors, pairSquaredDistances} from './distances.js';

/** The losses of a batch, and how they change with its distances. */
export interface Judged {
  /** [batch] */
  readonly losses: Float64Array;
  /** Derivatives of each example's loss with respect to its squared distances to all others, [batch · batch]. */
  readonly slopes: Float64Array;
}

/**
 * Losses of a batch that depend on the distances in it alone, with the gradient written out. Reads the vectors back: the
 * triplets are chosen on the host anyway, and float64 is there.
 *
 * @param vectors [batch, d]
 * @param judge gives the losses for squared distances [batch · batch]
 * @returns [batch]
 */
export function lossOfPairs(vectors: Tensor2D, judge: (squared: Float64Array) => Judged): Tensor1D {
  return withGradient([vectors], ([x]) => {
    const rows = x.dataSync<'float32'>();
    const {losses, slopes} = judge(pairSquaredDistances(rows, x.shape[0]));
    return {
      value: tensor1d(Float32Array.from(losses)),
      gradient: (dy) => {
        const gradient = gradientOfVectors(rows, slopes, dy.dataSync<'float32'>());
        return [tensor2d(Float32Array.from(gradient), x.shape)];
      },
    };
  });
}
