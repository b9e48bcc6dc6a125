import {withGradient} from '@isomargin/core';
import {
  div,
  matMul,
  mul,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor2D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import {affinityOf} from './gaussian.js';

/** `affinities` with one prototype a class. */
export function affinitiesOfOne(
  embeddings: Tensor2D,
  prototypes: Tensor2D,
  sigma: Scalar,
  unit?: Scalar,
): Tensor2D {
  return withGradient([embeddings, prototypes], ([f, stored], save) => {
    const w = unit === undefined ? stored : (mul(stored, unit) as Tensor2D);
    const scale = div(2, sigma) as Scalar;
    // The divisions by σ are done on the small tensors.
    const g = mul(f, scale) as Tensor2D;
    const value = tidy(() => {
      const products = matMul(g, w, false, true);
      return affinityOf(sub(products, div(sum(square(w), 1), sigma)) as Tensor2D, f, sigma);
    });
    save([g, w, scale, value]);
    return {
      value,
      gradient: (dy, saved) => {
        const [g, w, scale, value] = saved as [Tensor2D, Tensor2D, Scalar, Tensor2D];
        const pulls = mul(dy, value) as Tensor2D;
        const turned = transpose(pulls);
        return [
          // pulls · w; with a long inner dimension, on wasm aᵀ · b takes by far the least time.
          tidy(() => sub(mul(matMul(turned, w, true), scale), mul(sum(pulls, 1, true), g))),
          tidy(() => sub(matMul(pulls, g, true), mul(mul(sum(turned, 1, true), scale), w))),
        ];
      },
    };
  });
}
