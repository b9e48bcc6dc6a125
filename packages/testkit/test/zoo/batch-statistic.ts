import {mean, sub, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** Distances are measured from the middle of the batch. */
class BatchStatisticHead extends HealthyHead {
  static override readonly className = 'ZooBatchStatistic';

  protected override distances(embeddings: Tensor2D, own: Tensor2D): Tensor1D {
    return super.distances(sub(embeddings, mean(embeddings, 0, true)) as Tensor2D, own);
  }
}

export default animal(
  BatchStatisticHead,
  ['independence', 'repeating', 'value', 'gradients', 'not-a-number'],
  /in a batch of \d+ the loss/,
);
