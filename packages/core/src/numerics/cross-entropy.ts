import {
  div,
  exp,
  log,
  max,
  mul,
  reshape,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import {clearPadding} from './clear-padding.js';
import {withGradient} from './with-gradient.js';

/**
 * Cross entropy −log softmax(logits)_y, from the logits and with the gradient softmax − onehot written out:
 * stable for logits of any size, and cheaper than differentiating through the logarithm.
 *
 * @param logits [batch, classes]
 * @param oneHot [batch, classes]; not differentiated
 * @returns [batch]
 */
export function crossEntropyFromLogits(logits: Tensor2D, oneHot: Tensor2D): Tensor1D {
  return withGradient([logits], ([scores], save) => {
    const shifted = clearPadding(sub(scores, max(scores, 1, true)));
    const powers = exp(shifted);
    const total = sum(powers, 1, true);
    const value = reshape(sub(log(total), sum(mul(shifted, oneHot), 1, true)), [-1]) as Tensor1D;
    save([powers, total, oneHot]);
    return {
      value,
      gradient: (dy, [savedPowers, savedTotal, savedOneHot]) => {
        const factor = reshape(dy, [-1, 1]);
        return [sub(mul(savedPowers!, div(factor, savedTotal!)), mul(savedOneHot!, factor))];
      },
    };
  });
}
