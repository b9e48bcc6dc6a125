import {add, div, sqrt, square, sum, type Tensor2D, tidy} from '@tensorflow/tfjs-core';

/** Added to a squared norm so that its root has a finite gradient at 0. */
const tiny = 1e-12;

/**
 * Euclidean norm of each row, √(‖x‖² + 1e-12): finite gradient everywhere, 0 at a zero row.
 *
 * @param x [n, d]
 * @returns [n, 1]
 */
export function safeNorm(x: Tensor2D): Tensor2D {
  return tidy(() => sqrt(add(sum(square(x), 1, true), tiny)) as Tensor2D);
}

/**
 * Rows scaled to length 1; a zero row stays zero, with a finite gradient.
 *
 * @param x [n, d]
 * @returns [n, d]
 */
export function normalizeRows(x: Tensor2D): Tensor2D {
  return tidy(() => div(x, safeNorm(x)) as Tensor2D);
}
