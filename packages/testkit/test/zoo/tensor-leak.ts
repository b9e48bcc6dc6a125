import {clone, keep, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** It keeps something of every batch. */
class TensorLeakHead extends HealthyHead {
  static override readonly className = 'ZooTensorLeak';

  protected override entropies(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    keep(clone(oneHot));
    return super.entropies(scores, oneHot);
  }
}

export default animal(TensorLeakHead, ['leaks', 'dispose'], /a call and its loss leaves 1 tensors/);
