import {withGradient} from '@isomargin/core';
import {mean, mul, reshape, type Tensor2D, tile} from '@tensorflow/tfjs-core';

/**
 * The mean prototype of each class, [classes, d].
 *
 * @param prototypes [prototypesPerClass · classes, d]
 */
export function classMeans(prototypes: Tensor2D, prototypesPerClass: number): Tensor2D {
  if (prototypesPerClass === 1) return prototypes;
  const [n, d] = prototypes.shape;
  return withGradient([prototypes], ([w]) => ({
    value: mean(reshape(w, [prototypesPerClass, n / prototypesPerClass, d]), 0) as Tensor2D,
    gradient: (dy) => [tile(mul(dy, 1 / prototypesPerClass), [prototypesPerClass, 1])],
  }));
}
