import {withGradient} from '@isomargin/core';
import {
  add,
  div,
  matMul,
  maximum,
  mean,
  mul,
  reshape,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tidy,
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

/** A square matrix with one number on the diagonal and another elsewhere. */
function withDiagonal(size: number, diagonal: number, elsewhere: number): Tensor2D {
  const values = new Float32Array(size * size).fill(elsewhere);
  for (let i = 0; i < size; i++) values[i * (size + 1)] = diagonal;
  return tensor2d(values, [size, size]);
}

/**
 * Variance of the squared distances between all pairs of prototypes, divided by their squared mean: R/μ² of Hayat et al.
 * 2019, eq. 5 and 6, the squared coefficient of variation. It does not depend on the prototypes' scale.
 *
 * No pair is looked at. With the centred prototypes c, A = Σ‖c_k‖², e_k = ‖c_k‖²/A − 1/n and E = the smaller of the two
 * Gram matrices, divided by A, less its value at the equidistant placement,
 *
 *     R/μ² = (n−1)/4n · (2n Σ e_k² + 4 ‖E‖² + u),   u = 0 where n <= d + 1, else 4 (1/d − 1/(n−1)).
 *
 * It is a sum of squares of deviations, so nothing cancels, and float32 keeps its digits also where the prototypes are all but
 * equidistant. Of prototypes that are all equal it is finite, with gradient 0.
 *
 * @param prototypes [n, d], n >= 2
 */
export function relativeVarianceOfSquaredDistances(prototypes: Tensor2D): Scalar {
  const [n, d] = prototypes.shape;
  return n <= d ? fromPrototypeGram(prototypes) : fromDimensionGram(prototypes);
}

/** A of prototypes, from squares that sum to it. Not 0, so that prototypes that are all equal have a value, and gradient 0. */
function energyOf(squares: Tensor): Scalar {
  return maximum(sum(squares), 1e-30);
}

/** For n <= d: with E = c cᵀ/A − ideal, whose diagonal is e. */
function fromPrototypeGram(prototypes: Tensor2D): Scalar {
  const [n] = prototypes.shape;
  return withGradient([prototypes], ([w], save) => {
    const c = sub(w, mean(w, 0, true)) as Tensor2D;
    const energy = energyOf(square(c));
    const gram = div(matMul(c, c, false, true), energy) as Tensor2D;
    const uneven = sub(gram, withDiagonal(n, 1 / n, -1 / (n * (n - 1)))) as Tensor2D;
    // 4 for the entry itself, 2n more on the diagonal for e.
    const weighted = mul(uneven, withDiagonal(n, 4 + 2 * n, 4)) as Tensor2D;
    const value = mul(sum(mul(weighted, uneven)), (n - 1) / (4 * n)) as Scalar;
    save([c, energy, gram, weighted]);
    return {
      value,
      gradient: (dy, saved) => {
        const [c, energy, gram, weighted] = saved as [Tensor2D, Scalar, Tensor2D, Tensor2D];
        // The part along c, which changes the scale alone, goes out; it is a multiple of the unit matrix in `ofRows`.
        const radial = sum(mul(weighted, gram));
        const factor = div(mul(dy, (n - 1) / n), energy);
        const ofRows = mul(sub(weighted, mul(withDiagonal(n, 1, 0), radial)), factor) as Tensor2D;
        // Centred on the small side: what is subtracted is the mean of the rows of ofRows.
        return [matMul(sub(ofRows, mean(ofRows, 0, true)) as Tensor2D, c)];
      },
    };
  });
}

/** For n > d: with E = cᵀc/A − I/d. */
function fromDimensionGram(prototypes: Tensor2D): Scalar {
  const [n, d] = prototypes.shape;
  const unavoidable = 4 * (1 / d - 1 / (n - 1));
  return withGradient([prototypes], ([w], save) => {
    const c = sub(w, mean(w, 0, true)) as Tensor2D;
    const norms = tidy(() => sum(square(c), 1) as Tensor1D);
    const energy = energyOf(norms);
    const share = div(norms, energy);
    const uneven = sub(share, 1 / n) as Tensor1D;
    const gram = div(matMul(c, c, true), energy) as Tensor2D;
    const skew = sub(gram, withDiagonal(d, 1 / d, 0)) as Tensor2D;
    const deviation = add(mul(sum(square(uneven)), 2 * n), mul(sum(square(skew)), 4));
    const value = mul(add(deviation, unavoidable), (n - 1) / (4 * n)) as Scalar;
    save([c, energy, share, uneven, gram, skew]);
    return {
      value,
      gradient: (dy, saved) => {
        const [c, energy, share, uneven, gram, skew] = saved as [
          Tensor2D,
          Scalar,
          Tensor1D,
          Tensor1D,
          Tensor2D,
          Tensor2D,
        ];
        const factor = div(mul(dy, (n - 1) / n), energy);
        const perRow = mul(uneven, 2 * n);
        // The part along c, which changes the scale alone, goes out.
        const radial = add(sum(mul(perRow, share)), mul(sum(mul(skew, gram)), 4));
        const along = mul(sub(mul(skew, 4), mul(withDiagonal(d, 1, 0), radial)), factor) as Tensor2D;
        const strength = mul(reshape(perRow, [n, 1]), factor) as Tensor2D;
        // c has mean 0 and with it c·along; only the rows' own strengths move the mean.
        const drift = div(matMul(strength, c, true), n);
        return [tidy(() => add(matMul(c, along), sub(mul(c, strength), drift)) as Tensor2D)];
      },
    };
  });
}

/**
 * Variance of the squared distances between all pairs of prototypes: the diversity regularizer R of Hayat et al.
 * 2019, eq. 5, in embedding units to the fourth power.
 *
 * @param prototypes [n, d], n >= 2
 */
export function varianceOfSquaredDistances(prototypes: Tensor2D): Scalar {
  return mul(relativeVarianceOfSquaredDistances(prototypes), square(meanSquaredDistance(prototypes)));
}
