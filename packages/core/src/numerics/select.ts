import {
  matMul,
  mul,
  reshape,
  squeeze,
  sum,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import {OptionError} from '../options/check.js';
import type {NumberList} from '../options/option.js';

/**
 * The entry of each row's own class.
 *
 * @param scores [batch, classes]
 * @param oneHot [batch, classes]
 * @returns [batch, 1]
 */
export function ownScore(scores: Tensor2D, oneHot: Tensor2D): Tensor2D {
  return tidy(() => sum(mul(scores, oneHot), 1, true) as Tensor2D);
}

/**
 * Each example's loss times the weight of its class. The mean that follows divides by the number of examples,
 * as tfjs's own `classWeight` does, so that an integer weight equals repeating the example.
 *
 * @param losses [batch]
 * @param oneHot [batch, classes]
 * @param classWeights one number a class; nothing for no weighting
 * @returns [batch]
 * @throws OptionError for another number of weights than of classes
 */
export function weightByClass(losses: Tensor1D, oneHot: Tensor2D, classWeights?: NumberList): Tensor1D {
  if (classWeights === undefined) return losses;
  const [, classes] = oneHot.shape;
  if (classWeights.length !== classes) {
    throw new OptionError(
      `classWeights must have one number for each of the ${classes} classes, but has ${classWeights.length}.`,
    );
  }
  return tidy(() => {
    const weights = matMul(oneHot, tensor2d([...classWeights], [classes, 1]));
    return mul(losses, reshape(squeeze(weights, [1]), losses.shape)) as Tensor1D;
  });
}
