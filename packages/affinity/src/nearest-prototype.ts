import {concat, mul, reshape, slice, step, sub, type Tensor2D} from '@tensorflow/tfjs-core';

/**
 * Spreads a gradient per class over the class's prototypes: the nearest one gets all of it; of several that are
 * equally near the first gets it, so that the shares always sum to the whole.
 *
 * @param perClass [batch, classes]
 * @param all distances to every prototype, [batch, prototypesPerClass · classes]
 * @param nearest the smallest of each class, [batch, classes]
 * @returns [batch, prototypesPerClass · classes]
 */
export function sharesOfNearest(
  perClass: Tensor2D,
  all: Tensor2D,
  nearest: Tensor2D,
  prototypesPerClass: number,
): Tensor2D {
  const [batch, classes] = perClass.shape;
  let left = perClass;
  const shares: Tensor2D[] = [];
  for (let t = 0; t < prototypesPerClass; t++) {
    const distances = slice(all, [0, t * classes], [batch, classes]);
    // 1 where this prototype is farther than the nearest one, 0 where it is the nearest.
    const farther = step(sub(distances, nearest));
    const remaining = mul(left, farther) as Tensor2D;
    shares.push(sub(left, remaining) as Tensor2D);
    left = remaining;
  }
  return reshape(concat(shares, 1), [batch, prototypesPerClass * classes]);
}
