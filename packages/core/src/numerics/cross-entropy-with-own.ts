import {
  add,
  div,
  exp,
  log,
  max,
  mul,
  reshape,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {clearPadding} from './clear-padding.js';
import {ownScore} from './select.js';
import {withGradient} from './with-gradient.js';

/**
 * Cross entropy in which the logit of each example's own class is replaced by a function of it, as losses with a
 * margin do: −log(exp(t) / (exp(t) + Σ_{j≠y} exp(s_j))) with t = replace(s_y). From the logits, with the gradient written out.
 *
 * @param scores [batch, classes]
 * @param oneHot [batch, classes]; not differentiated
 * @param replace makes t [batch, 1] from the own class's scores [batch, 1]; may use other tensors, and is
 *   differentiated by tfjs
 * @returns [batch]
 */
export function crossEntropyWithOwn(
  scores: Tensor2D,
  oneHot: Tensor2D,
  replace: (own: Tensor2D) => Tensor2D,
): Tensor1D {
  return tidy(() => {
    const own = ownScore(scores, oneHot);
    return crossEntropyReplacing(scores, own, replace(own), oneHot);
  });
}

function crossEntropyReplacing(
  scores: Tensor2D,
  own: Tensor2D,
  replacement: Tensor2D,
  oneHot: Tensor2D,
): Tensor1D {
  return withGradient([scores, replacement], ([s, t], save) => {
    const shift = sub(t, own);
    const logits = add(s, mul(oneHot, shift));
    const top = max(logits, 1, true);
    const powers = exp(clearPadding(sub(logits, top)));
    const total = sum(powers, 1, true);
    // t as it is among the logits, to the last digit: otherwise the loss of a saturated example is below 0.
    const gap = sub(add(own, shift), top);
    const value = reshape(sub(log(total), gap), [-1]) as Tensor1D;
    save([powers, total, gap, oneHot]);
    return {value, gradient: gradientOf};
  });
}

function gradientOf(dy: Tensor1D, saved: Tensor[]): Tensor[] {
  const [powers, total, gap, oneHot] = saved as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  const column = reshape(dy, [-1, 1]);
  const factor = div(column, total);
  const own = mul(exp(gap), factor);
  return [tidy(() => sub(mul(powers, factor), mul(oneHot, own))), sub(own, column)];
}
