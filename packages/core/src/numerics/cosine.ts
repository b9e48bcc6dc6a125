import {matMul, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {checkSameWidth} from './check-vectors.js';
import {normalizeRows} from './safe-norm.js';

/**
 * Cosine of the angle between every row of `a` and every row of `b`; 0 where one of them is zero.
 *
 * @param a [n, d]
 * @param b [k, d]
 * @returns [n, k] in [−1, 1] up to rounding
 * @throws Error for shapes that do not fit
 */
export function cosineSimilarities(a: Tensor2D, b: Tensor2D): Tensor2D {
  checkSameWidth('cosineSimilarities', {a, b});
  return tidy(() => matMul(normalizeRows(a), normalizeRows(b), false, true) as Tensor2D);
}
