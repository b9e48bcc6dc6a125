import {mul, type Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** Of all heads of a process. */
let callsOfAllHeads = 0;

/** Heads count their training calls together. */
class GlobalStateHead extends HealthyHead {
  static override readonly className = 'ZooGlobalState';

  protected override scoresOf(embeddings: Tensor2D, training: boolean): Tensor2D {
    if (training) callsOfAllHeads++;
    const scores = super.scoresOf(embeddings, training);
    return training ? scores : super.scoresOf(mul(embeddings, 1 + 1e-3 * (callsOfAllHeads % 7)), training);
  }
}

export default animal(
  GlobalStateHead,
  ['isolation', 'learning'],
  /after another head was trained, loss or score \d+ is/,
);
