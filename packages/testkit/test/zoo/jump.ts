import {add, step, sub, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** Far from the centre there is half a unit more, at once. */
class JumpHead extends HealthyHead {
  static override readonly className = 'ZooJump';

  protected override distances(embeddings: Tensor2D, own: Tensor2D): Tensor1D {
    const distances = super.distances(embeddings, own);
    return add(distances, step(sub(distances, 2))) as Tensor1D;
  }
}

export default animal(
  JumpHead,
  ['continuity', 'value'],
  /the loss of an example of class \d jumps from .* to .* at the embedding/,
);
