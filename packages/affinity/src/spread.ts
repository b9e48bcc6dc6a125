import {withGradient} from '@isomargin/core';
import {
  add,
  div,
  matMul,
  mean,
  mul,
  type Scalar,
  sqrt,
  square,
  sub,
  sum,
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
 *     R/μ² = (n−1)/4n · (S + u),   S = 2n Σ e_k² + 4 ‖E‖²,   u = 0 where n <= d + 1, else 4 (1/d − 1/(n−1)).
 *
 * It is a sum of squares of deviations, so nothing cancels, and float32 keeps its digits also where the prototypes are all but
 * equidistant. Of prototypes that are all equal it is finite, with gradient 0.
 *
 * The gradient is (n−1)/nA · (4 E c + 2n e c − S c), centred: S c is its part along c, which would change the scale alone. It is
 * computed with the value, from whose parts it needs the most.
 *
 * @param prototypes [n, d], n >= 2
 * @param unit where given, the gradient is that to unit · prototypes
 * @param weight multiplied into value and gradient; it costs nothing
 */
export function relativeVarianceOfSquaredDistances(prototypes: Tensor2D, unit?: Scalar, weight = 1): Scalar {
  const [n, d] = prototypes.shape;
  return withGradient([prototypes], ([w], save) => {
    const {value, gradient} =
      n <= d ? fromPrototypeGram(w, weight, unit) : fromDimensionGram(w, weight, unit);
    save([gradient]);
    return {value, gradient: (dy, [saved]) => [mul(saved!, dy)]};
  });
}

interface WithGradient {
  readonly value: Scalar;
  /** [n, d] */
  readonly gradient: Tensor2D;
}

/**
 * c/√A, and √A. With odd sizes the packed matrices of WebGL have a row and a column more, which `matMul` reads and `sub` does not
 * leave at 0; only a division does. Hence c is divided here, not the products of it, and means are divided sums.
 */
function centred(w: Tensor2D): [scaled: Tensor2D, size: Scalar] {
  const c = sub(w, div(sum(w, 0, true), w.shape[0]));
  // Not 0, so that prototypes that are all equal have a value, and gradient 0.
  const size = sqrt(add(sum(square(c)), 1e-30)) as Scalar;
  return [div(c, size), size];
}

function gradientFactor(share: number, size: Scalar, unit: Scalar | undefined): Scalar {
  const factor = div(share, size) as Scalar;
  return unit === undefined ? factor : (div(factor, unit) as Scalar);
}

/** For n <= d: with E = c cᵀ/A − ideal, whose diagonal is e. */
function fromPrototypeGram(w: Tensor2D, weight: number, unit: Scalar | undefined): WithGradient {
  const [n] = w.shape;
  const [c, size] = centred(w);
  const uneven = sub(matMul(c, c, false, true), withDiagonal(n, 1 / n, -1 / (n * (n - 1))));
  // 4 for the entry itself, 2n more on the diagonal for e, and all times (n − 1)/4n.
  const share = (weight * (n - 1)) / n;
  const weighted = mul(uneven, withDiagonal(n, share * (1 + n / 2), share)) as Tensor2D;
  const value = sum(mul(weighted, uneven)) as Scalar;
  // weighted · c, centred on the small side: what is subtracted is the mean of the product's rows. Of a symmetric matrix the
  // transpose is at hand, and its product takes the least time on wasm.
  const pulls = sub(weighted, mean(weighted, 1, true)) as Tensor2D;
  const factor = gradientFactor(4, size, unit);
  const gradient = mul(sub(matMul(pulls, c, true), mul(c, value)), factor) as Tensor2D;
  return {value, gradient};
}

/** For n > d: with E = cᵀc/A − I/d. */
function fromDimensionGram(w: Tensor2D, weight: number, unit: Scalar | undefined): WithGradient {
  const [n, d] = w.shape;
  const unavoidable = 4 * (1 / d - 1 / (n - 1));
  const [c, size] = centred(w);
  const uneven = tidy(() => sub(sum(square(c), 1, true), 1 / n) as Tensor2D);
  const skew = sub(matMul(c, c, true), withDiagonal(d, 1 / d, 0)) as Tensor2D;
  const deviation = add(mul(sum(square(uneven)), 2 * n), mul(sum(square(skew)), 4)) as Scalar;
  const gradient = tidy(() => {
    const factor = gradientFactor((weight * (n - 1)) / n, size, unit);
    const strength = mul(sub(mul(uneven, 2 * n), deviation), factor) as Tensor2D;
    // c has mean 0 and with it c · skew; only the rows' own strengths move the mean.
    const drift = div(matMul(strength, c, true), n);
    const along = matMul(c, mul(skew, mul(factor, 4)) as Tensor2D);
    return add(along, sub(mul(c, strength), drift)) as Tensor2D;
  });
  return {value: mul(add(deviation, unavoidable), (weight * (n - 1)) / (4 * n)), gradient};
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
