import {withGradient} from '@isomargin/core';
import {mul, type Scalar, type Tensor2D} from '@tensorflow/tfjs-core';

/**
 * unit · stored, with the gradient of the product passed to `stored` unchanged. An optimizer's step on what is
 * stored is then exactly `unit` times the step that it would take on the product: a learning rate of its own, for
 * any optimizer.
 */
export function scaled(stored: Tensor2D, unit: Scalar): Tensor2D {
  return withGradient([stored], ([v]) => ({value: mul(v, unit) as Tensor2D, gradient: (dy) => [dy]}));
}
