import {matMul, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** It reads the kernel back, so that the scores are not connected to it. */
class CutGradientHead extends HealthyHead {
  static override readonly className = 'ZooCutGradient';

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    const kernel = this.kernel.read();
    return matMul(embeddings, tensor2d(kernel.dataSync(), kernel.shape as [number, number]));
  }
}

export default animal(
  CutGradientHead,
  ['connected', 'gradients', 'training'],
  /the weight 'kernel', .*: the gradient is 0 in all generic cases/,
);
