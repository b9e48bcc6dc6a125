import {type Tensor1D, type Tensor2D, zerosLike} from '@tensorflow/tfjs-core';
import {distancesWith} from './gradient.js';
import {animal, HealthyHead} from './healthy.js';

/** The distance has no gradient for the embeddings. */
class LostInputHead extends HealthyHead {
  static override readonly className = 'ZooLostInput';

  protected override distances(embeddings: Tensor2D, own: Tensor2D): Tensor1D {
    return distancesWith(embeddings, own, (difference) => zerosLike(difference));
  }
}

export default animal(LostInputHead, ['gradients'], /the gradient of embeddings\[\d+, \d+\] is .*oracle/);
