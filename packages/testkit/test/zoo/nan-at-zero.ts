import {norm, square, sub, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** The distance by a norm, whose gradient at 0 is NaN. */
class NanAtZeroHead extends HealthyHead {
  static override readonly className = 'ZooNanAtZero';

  protected override distances(embeddings: Tensor2D, own: Tensor2D): Tensor1D {
    return square(norm(sub(embeddings, own), 2, 1)) as Tensor1D;
  }
}

export default animal(NanAtZeroHead, ['finite', 'gradients'], /gradient of embeddings, entry \d+, is NaN/);
