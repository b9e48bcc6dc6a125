import {add, mul, slice, squeeze, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** Class 0 counts as background. */
class SpecialClassHead extends HealthyHead {
  static override readonly className = 'ZooSpecialClass';

  protected override entropies(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    const isBackground = squeeze(slice(oneHot, [0, 0], [-1, 1]), [1]);
    return mul(super.entropies(scores, oneHot), add(mul(isBackground, -0.5), 1)) as Tensor1D;
  }
}

export default animal(
  SpecialClassHead,
  ['class-order', 'value', 'gradients'],
  /with the classes in the order \[[\d,]+\] the loss of example/,
);
