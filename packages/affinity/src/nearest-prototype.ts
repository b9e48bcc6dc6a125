import {div, mul, step, sub, sum, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';

/**
 * Shares a gradient per class out among the class's prototypes: the nearest one gets all of it, and several that are
 * equally near get equal parts, so that the shares always sum to the whole.
 *
 * @param perClass [n], n pairs of a class and an embedding
 * @param closeness of each set of prototypes (one a class), [sets, n]; the larger the nearer
 * @param nearest the largest closeness, [n]
 * @returns the share of each set, [sets, n]
 */
export function sharesOfNearest(perClass: Tensor1D, closeness: Tensor2D, nearest: Tensor1D): Tensor2D {
  return tidy(() => {
    const farther = step(sub(nearest, closeness));
    const part = div(perClass, sub(closeness.shape[0], sum(farther, 0)));
    return sub(part, mul(part, farther)) as Tensor2D;
  });
}
