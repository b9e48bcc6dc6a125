import type {Remembered} from '@isomargin/core';
import {mean, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** It returns the mean. */
class ScalarOutputHead extends HealthyHead {
  static override readonly className = 'ZooScalarOutput';

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    return mean(super.lossOf(scores, oneHot, recall)) as unknown as Tensor1D;
  }
}

export default animal(
  ScalarOutputHead,
  [
    'output',
    'batch-order',
    'class-weights',
    'gradients',
    'independence',
    'isolation',
    'not-a-number',
    'repeating',
    'value',
  ],
  /Losses must be float32 \[8\] for 8 examples, but are float32 \[\]/,
);
