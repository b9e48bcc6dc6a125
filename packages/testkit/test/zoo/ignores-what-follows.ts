import {mul, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {distancesWith} from './gradient.js';
import {animal, HealthyHead} from './healthy.js';

/** A gradient written out by hand that forgets dy: right for a sum, wrong for a mean and with class weights. */
class IgnoresWhatFollowsHead extends HealthyHead {
  static override readonly className = 'ZooIgnoresWhatFollows';

  protected override distances(embeddings: Tensor2D, own: Tensor2D): Tensor1D {
    return distancesWith(embeddings, own, (difference) => mul(difference, 2 * this.options.pull));
  }
}

export default animal(
  IgnoresWhatFollowsHead,
  ['gradients', 'learning'],
  /the gradient of embeddings\[\d+, \d+\] is .*oracle/,
);
