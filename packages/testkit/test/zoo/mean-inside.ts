import type {Remembered} from '@isomargin/core';
import {div, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** It divides by the batch, which TensorFlow.js does again. */
class MeanInsideHead extends HealthyHead {
  static override readonly className = 'ZooMeanInside';

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    return div(super.lossOf(scores, oneHot, recall), scores.shape[0]) as Tensor1D;
  }
}

export default animal(
  MeanInsideHead,
  ['independence', 'value', 'gradients', 'repeating'],
  /in a batch of \d+ the loss of example \d+ is .* its loss alone/,
);
