import {withGradient} from '@isomargin/core';
import {
  mul,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

/** ‖f − c‖² of each example with a gradient of the caller's, from the difference f − c and from what comes after it. */
export function distancesWith(
  embeddings: Tensor2D,
  own: Tensor2D,
  gradient: (difference: Tensor, dy: Tensor) => Tensor,
): Tensor1D {
  return withGradient([embeddings], ([f], save) => {
    const difference = sub(f, own);
    save([difference]);
    return {
      value: sum(square(difference), 1) as Tensor1D,
      gradient: (dy, [saved]) => [mul(1, gradient(saved!, reshape(dy, [-1, 1])))],
    };
  });
}
