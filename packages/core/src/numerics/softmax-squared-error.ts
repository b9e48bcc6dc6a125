import {
  add,
  div,
  exp,
  max,
  mul,
  reshape,
  square,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {withGradient} from './with-gradient.js';

/**
 * Squared Euclidean distance ‖softmax(scores) − onehot‖² of each example, in [0, 2]: the Brier score.
 *
 * Value and gradient keep their digits where a probability is all but 1, right or wrong: 1 − p_y is the sum of the
 * other probabilities, and never a difference of numbers that are nearly equal.
 *
 * @param scores [batch, classes], finite
 * @param oneHot [batch, classes]; not differentiated
 * @returns [batch]
 */
export function softmaxSquaredError(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
  return withGradient([scores], ([s], save) => {
    const probabilities = tidy(() => {
      const powers = exp(sub(s, max(s, 1, true)));
      return div(powers, sum(powers, 1, true)) as Tensor2D;
    });
    const differences = tidy(() => {
      const others = mul(probabilities, sub(1, oneHot));
      return sub(others, mul(oneHot, sum(others, 1, true))) as Tensor2D;
    });
    save([probabilities, differences]);
    return {
      value: tidy(() => sum(square(differences), 1) as Tensor1D),
      gradient: (dy, [p, e]) => {
        // p ⊙ (e − Σ p e): the mean comes off twice, because once leaves its rounding error, which
        // outweighs all else where one probability is nearly 1.
        const centred = (x: Tensor2D): Tensor2D => sub(x, sum(mul(p as Tensor2D, x), 1, true));
        const factor = reshape(add(dy, dy), [-1, 1]);
        return [mul(mul(p as Tensor2D, centred(centred(e as Tensor2D))), factor)];
      },
    };
  });
}
