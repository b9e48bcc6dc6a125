import {mul, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {distancesWith} from './gradient.js';
import {animal, HealthyHead} from './healthy.js';

/** The gradient of the square without its 2. */
class WrongFactorHead extends HealthyHead {
  static override readonly className = 'ZooWrongFactor';

  protected override distances(embeddings: Tensor2D, own: Tensor2D): Tensor1D {
    return distancesWith(embeddings, own, (difference, dy) => mul(difference, dy));
  }
}

export default animal(WrongFactorHead, ['gradients'], /the gradient of embeddings\[\d+, \d+\] is .*oracle/);
