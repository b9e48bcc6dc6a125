import {add, div, sqrt, square, sum, type Tensor2D, tidy} from '@tensorflow/tfjs-core';

/** Added to a squared norm so that its root has a finite gradient at 0; a norm of 1e-6 keeps 6 digits. */
export const tiny = 1e-18;

/**
 * Euclidean norm of each row, √(‖x‖² + 1e-18): the gradient is finite everywhere, and 0 at a zero row.
 *
 * @param x [n, d]
 * @returns [n, 1]
 */
export function safeNorm(x: Tensor2D): Tensor2D {
  return tidy(() => sqrt(add(sum(square(x), 1, true), tiny)) as Tensor2D);
}

/**
 * Rows scaled to length 1; a zero row stays zero, with a finite gradient. For norms from 1e-6 to 1e18: below, rows
 * come out shorter than 1, and above, float32 has no square.
 *
 * @param x [n, d]
 * @returns [n, d]
 */
export function normalizeRows(x: Tensor2D): Tensor2D {
  return tidy(() => div(x, safeNorm(x)) as Tensor2D);
}
