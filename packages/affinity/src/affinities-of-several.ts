import {withGradient} from '@isomargin/core';
import {
  matMul,
  max,
  mul,
  reshape,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import {affinityOf, pullsOf} from './gaussian.js';
import {sharesOfNearest} from './nearest-prototype.js';

/**
 * `affinities` with several prototypes a class. Inside, tensors are [prototypes, batch]: a set of one prototype a class
 * is then one block of memory, and the larger operand of every product the left one, which no backend needs to copy.
 */
export function affinitiesOfSeveral(
  embeddings: Tensor2D,
  prototypes: Tensor2D,
  sigma: Scalar,
  prototypesPerClass: number,
  unit?: Scalar,
): Tensor2D {
  const batch = embeddings.shape[0];
  const classes = prototypes.shape[0] / prototypesPerClass;
  const asSets = (x: Tensor): Tensor2D => reshape(x, [prototypesPerClass, classes * batch]);

  return withGradient([embeddings, prototypes], ([f, stored], save) => {
    const w = unit === undefined ? stored : (mul(stored, unit) as Tensor2D);
    const closeness = tidy(() => {
      const products = matMul(w, transpose(mul(f, 2)));
      return sub(products, sum(square(w), 1, true)) as Tensor2D;
    });
    const nearest = tidy(() => max(asSets(closeness), 0) as Tensor1D);
    const value = tidy(() => affinityOf(transpose(reshape(nearest, [classes, batch])), f, sigma));
    save([f, w, sigma, value, closeness, nearest]);
    return {
      value,
      gradient: (dy, saved) => {
        const [f, w, sigma, value, closeness, nearest] = saved as [
          Tensor2D,
          Tensor2D,
          Scalar,
          Tensor2D,
          Tensor2D,
          Tensor1D,
        ];
        const perClass = pullsOf(dy, value, sigma);
        const pulls = tidy(() => {
          const flat = reshape(transpose(perClass), [classes * batch]) as Tensor1D;
          return reshape(sharesOfNearest(flat, asSets(closeness), nearest), closeness.shape);
        });
        return [
          tidy(() => sub(matMul(transpose(pulls), w), mul(sum(perClass, 1, true), f))),
          tidy(() => sub(matMul(pulls, f), mul(sum(pulls, 1, true), w))),
        ];
      },
    };
  });
}
