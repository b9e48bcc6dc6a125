import {
  add,
  matMul,
  mul,
  relu,
  square,
  squeeze,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {checkSameWidth} from './check-vectors.js';

/**
 * Squared Euclidean distances between two sets of vectors, ‖a‖² + ‖b‖² − 2a·b with one matrix product, not below 0.
 * In float32 the error of an entry is about 1e-7 (‖a‖² + ‖b‖²): digits are lost where a is close to b.
 *
 * @param a [n, d]
 * @param b [k, d]
 * @returns [n, k]
 * @throws Error for shapes that do not fit
 */
export function squaredDistances(a: Tensor2D, b: Tensor2D): Tensor2D {
  checkSameWidth('squaredDistances', {a, b});
  return tidy(() => {
    const aa = sum(square(a), 1, true);
    const bb = sum(square(b), 1);
    return relu(add(sub(bb, mul(matMul(a, b, false, true), 2)), aa)) as Tensor2D;
  });
}

/**
 * Squared Euclidean distance of each row of `a` to the same row of `b`, by differences (accurate also where they are close).
 *
 * @param a [n, d]
 * @param b [n, d]
 * @returns [n]
 */
export function rowwiseSquaredDistances(a: Tensor2D, b: Tensor2D): Tensor1D {
  return tidy(() => squeeze(sum(square(sub(a, b)), 1, true), [1]) as Tensor1D);
}
