import {div, getBackend, type Tensor} from '@tensorflow/tfjs-core';

/**
 * The same numbers, in a matrix whose padding is 0. WebGL stores a matrix of odd size with a row or a column more, which its matrix
 * products read. Differences and powers leave numbers there, infinite ones where `exp(0 − max)` is, and of all its operations
 * only a division writes zeros. On other backends nothing is done.
 */
export function clearPadding<T extends Tensor>(x: T): T {
  return getBackend() === 'webgl' ? (div(x, 1) as T) : x;
}
