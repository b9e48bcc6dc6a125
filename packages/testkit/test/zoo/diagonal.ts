import {matMul, type Scalar, square, sum, type Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** Its regularizer counts each class with itself. */
class DiagonalHead extends HealthyHead {
  static override readonly className = 'ZooDiagonal';

  protected override regularizer(kernel: Tensor2D): Scalar {
    return sum(square(matMul(kernel, kernel, true)));
  }
}

export default animal(DiagonalHead, ['regularizer', 'regularizer-gradients'], /plain, .*the oracle says/);
