import {oneHotFloat, withGradient} from '@isomargin/core';
import {
  add,
  div,
  matMul,
  mul,
  range,
  relu,
  rsqrt,
  slice,
  square,
  step,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';

/** Added to a squared norm that may be 0. */
const TINY = 1e-30;

/** The unit matrix [n, n], made on the device. */
export function identity(n: number): Tensor2D {
  return tidy(() => {
    // One-hot rows of a single column are what tfjs refuses.
    const rows = oneHotFloat(range(0, n, 1, 'int32') as Tensor1D, Math.max(n, 2));
    return slice(rows, [0, 0], [n, n]);
  });
}

/**
 * Squared Euclidean distances between all vectors of a batch, by one matrix product, with the gradient
 * written out. Equal vectors have a distance of exactly 0: their squares are taken from the same product. In float32 the
 * error of an entry is about 1e-7 times the squared distances of its vectors to the batch's centre.
 *
 * @param vectors [batch, d]
 * @returns [batch, batch], symmetric
 */
export function pairSquaredDistances(vectors: Tensor2D): Tensor2D {
  return withGradient([vectors], ([x], save) => {
    const centred = aroundCentre(x);
    const value = tidy(() => {
      const products = matMul(centred, centred, false, true);
      const squares = sum(mul(products, identity(x.shape[0])), 1, true);
      return relu(sub(add(squares, transpose(squares)), mul(products, 2))) as Tensor2D;
    });
    save([centred]);
    return {value, gradient: (dy, [saved]) => [gradientOfDistances(dy, saved as Tensor2D)]};
  });
}

/**
 * The vectors less a centre of theirs: small ones far from the origin keep the digits of their distances. The centre is the mean
 * weighted by 1/‖x‖², so that a vector that is much longer than the others does not take theirs away.
 */
function aroundCentre(x: Tensor2D): Tensor2D {
  return tidy(() => {
    const weights = div(1, add(sum(square(x), 1, true), TINY));
    return sub(x, div(sum(mul(x, weights), 0, true), sum(weights))) as Tensor2D;
  });
}

/** Σ_j (dy_ij + dy_ji) · 2 (x_i − x_j). */
function gradientOfDistances(dy: Tensor2D, centred: Tensor2D): Tensor {
  return tidy(() => {
    const both = mul(add(dy, transpose(dy)), 2) as Tensor2D;
    return sub(mul(centred, sum(both, 1, true)), matMul(both, centred));
  });
}

/** 1/√x, and 0 where x is 0: what makes a distance's derivative 0 between equal vectors, where it has none. */
export function inverseRoots<T extends Tensor>(x: T): T {
  return tidy(() => {
    const positive = step(x);
    return mul(rsqrt(add(x, sub(1, positive))), positive) as T;
  });
}

/** √x with a derivative of 0 where x is 0. */
export function roots<T extends Tensor1D | Tensor2D>(squares: T): T {
  return withGradient([squares], ([x], save) => {
    const inverse = inverseRoots(x);
    save([inverse]);
    return {
      value: mul(x, inverse) as T,
      gradient: (dy, [saved]) => [mul(dy, mul(saved!, 0.5))],
    };
  });
}
