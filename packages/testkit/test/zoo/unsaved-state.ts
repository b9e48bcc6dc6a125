import {add, mul, sub, type Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** How far its centres move depends on a count that is not saved. */
class UnsavedStateHead extends HealthyHead {
  static override readonly className = 'ZooUnsavedState';
  private steps = 0;

  protected override moved(centers: Tensor2D, embeddings: Tensor2D, oneHot: Tensor2D): Tensor2D {
    this.steps++;
    const way = sub(super.moved(centers, embeddings, oneHot), centers);
    return add(centers, mul(way, this.steps < 3 ? 1 : 0.5)) as Tensor2D;
  }
}

export default animal(UnsavedStateHead, ['saved'], /after two more steps the weight \d+ of the loaded model/);
