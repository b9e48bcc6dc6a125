import {resolveOptions, withGradient} from '@isomargin/core';
import {
  abs,
  add,
  matMul,
  max,
  maximum,
  mean,
  mul,
  reshape,
  type Scalar,
  step,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import type {Balance} from './class-balance.js';
import {affinityOptions} from './options.js';

/** What share of the gap between the own and the best other affinity the automatic margin asks for. */
const SHARE_OF_GAP = 0.6;
/** The automatic margin while the classes are not told apart yet. */
const SMALLEST_MARGIN = 0.05;

/**
 * Max-margin term of each example (Hayat et al. 2019, eq. 4): Σ_{j≠y} max(0, λ + d_j − d_y) over the affinities d.
 *
 * With margin 'auto', λ = max(0.05, 0.6 · mean over the batch of |d_y − max_{j≠y} d_j|), not differentiated: it grows as
 * the affinities come apart.
 *
 * @param scores affinities in [0, 1], [batch, classes]
 * @param oneHot [batch, classes]; not differentiated
 * @param margin λ in (0, 1], or 'auto'
 * @returns [batch]
 * @throws OptionError for a margin that is not allowed
 */
export function marginLoss(scores: Tensor2D, oneHot: Tensor2D, margin: number | 'auto'): Tensor1D {
  resolveOptions('marginLoss', {margin: affinityOptions.margin}, {margin});
  return marginTerms(scores, oneHot, margin);
}

/**
 * `marginLoss` of a margin that has been checked, with class counts: w_y Σ_{j≠y} max(0, λ + b_j − b_y + d_j − d_y) with the
 * offsets b and weights w of the classes.
 */
export function marginTerms(
  scores: Tensor2D,
  oneHot: Tensor2D,
  margin: number | 'auto',
  balance?: Balance,
): Tensor1D {
  return withGradient([scores], ([plain], save) => {
    const offsets = balance?.offsets;
    const d = offsets === undefined ? plain : (add(plain, offsets) as Tensor2D);
    const own = tidy(() => sum(mul(d, oneHot), 1, true) as Tensor2D);
    // The own class is put below the hinge, because λ is at most 1, instead of being masked out afterwards.
    const others = sub(d, oneHot) as Tensor2D;
    const demanded = sub(margin === 'auto' ? automaticMargin(plain, oneHot) : margin, own);
    const excess = add(others, demanded) as Tensor2D;
    const active = step(excess) as Tensor2D;
    // Not relu, which on wasm makes 0 of NaN.
    const hinges = tidy(() => sum(mul(excess, active), 1) as Tensor1D);
    const slope = tidy(() => sub(active, mul(oneHot, sum(active, 1, true))));
    if (balance === undefined) {
      save([slope]);
      return {value: hinges, gradient: (dy, [saved]) => [mul(saved!, reshape(dy, [-1, 1]))]};
    }
    // The weight of each example, [batch, 1]; after the sum, because that is one pass over [batch, classes] less.
    const weight = matMul(oneHot, balance.weights);
    save([slope, weight]);
    return {
      value: mul(hinges, reshape(weight, [-1])) as Tensor1D,
      gradient: (dy, [saved, savedWeight]) => [mul(saved!, mul(reshape(dy, [-1, 1]), savedWeight!))],
    };
  });
}

/** 0.6 of the mean difference between the own and the best other affinity of a batch, and at least 0.05. */
function automaticMargin(scores: Tensor2D, oneHot: Tensor2D): Scalar {
  return tidy(() => {
    const own = sum(mul(scores, oneHot), 1);
    // Affinities are not negative, so the own one is below all others.
    const gap = mean(abs(sub(own, max(sub(scores, oneHot), 1))));
    return maximum(mul(gap, SHARE_OF_GAP), SMALLEST_MARGIN) as Scalar;
  });
}
