import {mul, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {distancesWith} from './gradient.js';
import {animal, HealthyHead} from './healthy.js';

/** The gradient of a distance that pushes away. */
class WrongSignHead extends HealthyHead {
  static override readonly className = 'ZooWrongSign';

  protected override distances(embeddings: Tensor2D, own: Tensor2D): Tensor1D {
    return distancesWith(embeddings, own, (difference, dy) => mul(mul(difference, dy), -2));
  }
}

export default animal(
  WrongSignHead,
  ['gradients', 'training'],
  /the gradient of embeddings\[\d+, \d+\] is .*oracle/,
);
