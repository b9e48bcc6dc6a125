import {withGradient} from '@isomargin/core';
import {
  add,
  div,
  eye,
  matMul,
  mean,
  mul,
  reshape,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

/**
 * Mean of the squared distances between all pairs of prototypes, μ of Hayat et al. 2019, eq. 6.
 *
 * @param prototypes [n, d], n >= 2
 */
export function meanSquaredDistance(prototypes: Tensor2D): Scalar {
  const centred = sub(prototypes, mean(prototypes, 0, true));
  return mul(sum(square(centred)), 2 / (prototypes.shape[0] - 1));
}

/**
 * Variance of the squared distances between all pairs of prototypes: the diversity regularizer R of Hayat et al.
 * 2019, eq. 5.
 *
 * No pair is looked at. With the centred prototypes c (rows c_k), A = Σ‖c_k‖², e_k = ‖c_k‖² − A/n and the smaller
 * of the two Gram matrices, R is a sum of squares of deviations from the equidistant placement:
 * n(n−1) R = 2n Σe² + 4 ‖Gram − ideal‖² (+ a term in A² where n > d + 1, which no placement can avoid).
 * Nothing cancels, so float32 keeps its digits also where R is small against the distances.
 *
 * @param prototypes [n, d], n >= 2
 */
export function varianceOfSquaredDistances(prototypes: Tensor2D): Scalar {
  const [n, d] = prototypes.shape;
  const pairs = n * (n - 1);
  const small = n <= d;
  // What is left at the best placement: 0 where a simplex fits.
  const unavoidable = small ? 0 : 4 * (1 / d - 1 / (n - 1));
  return withGradient([prototypes], ([w], save) => {
    const c = sub(w, mean(w, 0, true)) as Tensor2D;
    const norms = sum(square(c), 1) as Tensor1D;
    const energy = sum(norms) as Scalar;
    const uneven = sub(norms, div(energy, n)) as Tensor1D;
    const ideal = small ? mul(sub(eye(n), 1 / n), div(energy, n - 1)) : mul(eye(d), div(energy, d));
    const skew = sub(small ? matMul(c, c, false, true) : matMul(c, c, true), ideal) as Tensor2D;
    const deviation = add(mul(sum(square(uneven)), 2 * n), mul(sum(square(skew)), 4));
    const value = div(add(deviation, mul(square(energy), unavoidable)), pairs) as Scalar;
    save([c, energy, uneven, skew]);
    return {
      value,
      gradient: (dy, saved) => {
        const [c, energy, uneven, skew] = saved as [Tensor2D, Scalar, Tensor1D, Tensor2D];
        const ofSkew = mul(small ? matMul(skew, c) : matMul(c, skew), 16);
        const perRow = add(mul(reshape(uneven, [n, 1]), 8 * n), mul(energy, 4 * unavoidable));
        const ofCentred = add(ofSkew, mul(c, perRow));
        return [mul(sub(ofCentred, mean(ofCentred, 0, true)), div(dy, pairs))];
      },
    };
  });
}
