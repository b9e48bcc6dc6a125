import {mul, step, sub, type Tensor2D} from '@tensorflow/tfjs-core';

/**
 * Shares a gradient per class out among the class's prototypes: the nearest one gets all of it; of several that are
 * equally near the first does, so that the shares always sum to the whole.
 *
 * @param perClass [batch, classes]
 * @param closeness of each set of prototypes (one a class), each [batch, classes]; the larger the nearer
 * @param nearest the largest closeness of each class, [batch, classes]
 * @returns the share of each set, each [batch, classes]
 */
export function sharesOfNearest(
  perClass: Tensor2D,
  closeness: readonly Tensor2D[],
  nearest: Tensor2D,
): Tensor2D[] {
  let left = perClass;
  return closeness.map((own, t) => {
    if (t === closeness.length - 1) return left;
    // 1 where another prototype is nearer.
    const farther = step(sub(nearest, own));
    const remaining = mul(left, farther) as Tensor2D;
    const share = sub(left, remaining) as Tensor2D;
    left = remaining;
    return share;
  });
}
