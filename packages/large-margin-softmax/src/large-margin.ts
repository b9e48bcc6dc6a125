import {crossEntropyFromLogits, monotoneCosineAndSlope, safeNorm, withGradient} from '@isomargin/core';
import {
  add,
  clipByValue,
  div,
  matMul,
  mul,
  type Scalar,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';

/**
 * Softmax cross entropy of scores f·w_j whose own score is made smaller: ‖w_y‖‖f‖(λ cos θ + ψ(θ))/(1 + λ).
 *
 * @param scores [batch, classes], the products f·w_j
 * @param oneHot [batch, classes]
 * @param embeddings f, [batch, d]
 * @param weights w, [classes, d]
 * @param cosineWeight λ; not differentiated
 * @returns [batch]
 */
export function marginCrossEntropy(
  scores: Tensor2D,
  oneHot: Tensor2D,
  embeddings: Tensor2D,
  weights: Tensor2D,
  m: number,
  cosineWeight: Scalar,
): Tensor1D {
  if (m === 1) return crossEntropyFromLogits(scores, oneHot);
  return tidy(() => {
    const ownNorms = matMul(oneHot, safeNorm(weights));
    const products = mul(safeNorm(embeddings), ownNorms) as Tensor2D;
    return crossEntropyFromLogits(withMargin(scores, oneHot, products, m, cosineWeight), oneHot);
  });
}

/**
 * The scores with the margin at the own class. By hand, because the gradient divides nothing by a norm: with
 * the own score s, p = ‖w_y‖‖f‖, c = s/p and g the blend of the cosine and ψ, it is g′(c) to s and g(c) − c g′(c) to p.
 */
function withMargin(
  scores: Tensor2D,
  oneHot: Tensor2D,
  products: Tensor2D,
  m: number,
  cosineWeight: Scalar,
): Tensor2D {
  return withGradient([scores, products], ([s, p], save) => {
    const own = sum(mul(s, oneHot), 1, true);
    const cosines = clipByValue(div(own, p), -1, 1) as Tensor2D;
    const margin = monotoneCosineAndSlope(cosines, m);
    const whole = add(cosineWeight, 1);
    const blend = div(add(mul(cosines, cosineWeight), margin.value), whole);
    const slope = div(add(margin.slope, cosineWeight), whole);
    const value = add(s, mul(oneHot, sub(mul(p, blend), own))) as Tensor2D;
    save([oneHot, sub(slope, 1), sub(blend, mul(cosines, slope))]);
    return {
      value,
      gradient: (dy, [savedOneHot, excess, rest]) => {
        const ownDy = mul(dy, savedOneHot!);
        return [add(dy, mul(ownDy, excess!)), mul(sum(ownDy, 1, true), rest!)];
      },
    };
  });
}
