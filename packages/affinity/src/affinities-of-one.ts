import {withGradient} from '@isomargin/core';
import {
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
import {affinityOf, pullsOf} from './gaussian.js';

/** `affinities` with one prototype a class. */
export function affinitiesOfOne(
  embeddings: Tensor2D,
  prototypes: Tensor2D,
  sigma: Scalar,
  unit?: Scalar,
): Tensor2D {
  return withGradient([embeddings, prototypes], ([f, stored], save) => {
    const w = unit === undefined ? stored : (mul(stored, unit) as Tensor2D);
    const value = tidy(() => {
      const products = matMul(mul(f, 2) as Tensor2D, w, false, true);
      return affinityOf(sub(products, sum(square(w), 1)) as Tensor2D, f, sigma);
    });
    save([f, w, sigma, value]);
    return {
      value,
      gradient: (dy, saved) => {
        const [f, w, sigma, value] = saved as [Tensor2D, Tensor2D, Scalar, Tensor2D];
        const pulls = pullsOf(dy, value, sigma);
        return [
          tidy(() => sub(matMul(pulls, w), mul(sum(pulls, 1, true), f))),
          tidy(() => {
            const ofClasses = transpose(pulls);
            return sub(matMul(ofClasses, f), mul(sum(ofClasses, 1, true), w));
          }),
        ];
      },
    };
  });
}
