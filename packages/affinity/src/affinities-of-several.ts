import {withGradient} from '@isomargin/core';
import {
  div,
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
import {affinityOf} from './gaussian.js';
import {sharesOfNearest} from './nearest-prototype.js';

/**
 * `affinities` with several prototypes a class. Inside, tensors are [prototypes, batch]: a set of one prototype a class
 * is then one block of memory. Products a · b are made as (aᵀ)ᵀ · b, which on wasm takes the least time.
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
    const scale = div(2, sigma) as Scalar;
    // The divisions by σ are done on the small tensors.
    const g = mul(f, scale) as Tensor2D;
    const closeness = tidy(
      () => sub(matMul(transpose(w), transpose(g), true), div(sum(square(w), 1, true), sigma)) as Tensor2D,
    );
    const nearest = tidy(() => max(asSets(closeness), 0) as Tensor1D);
    const value = tidy(() => affinityOf(transpose(reshape(nearest, [classes, batch])), f, sigma));
    save([g, w, scale, value, closeness, nearest]);
    return {
      value,
      gradient: (dy, saved) => {
        const [g, w, scale, value, closeness, nearest] = saved as [
          Tensor2D,
          Tensor2D,
          Scalar,
          Tensor2D,
          Tensor2D,
          Tensor1D,
        ];
        const perClass = mul(dy, value) as Tensor2D;
        const pulls = tidy(() => {
          const flat = reshape(transpose(perClass), [classes * batch]) as Tensor1D;
          return reshape(sharesOfNearest(flat, asSets(closeness), nearest), closeness.shape);
        });
        return [
          tidy(() => sub(mul(matMul(pulls, w, true), scale), mul(sum(perClass, 1, true), g))),
          tidy(() => sub(matMul(transpose(pulls), g, true), mul(mul(sum(pulls, 1, true), scale), w))),
        ];
      },
    };
  });
}
