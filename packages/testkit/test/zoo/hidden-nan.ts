import type {Remembered} from '@isomargin/core';
import {isNaN as isNotANumber, type Tensor1D, type Tensor2D, where, zerosLike} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** A loss that has diverged is 0. */
class HiddenNanHead extends HealthyHead {
  static override readonly className = 'ZooHiddenNan';

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    const losses = super.lossOf(scores, oneHot, recall);
    return where(isNotANumber(losses), zerosLike(losses), losses) as Tensor1D;
  }
}

export default animal(
  HiddenNanHead,
  ['not-a-number'],
  /the loss of an example with NaN in its embedding is 0/,
);
