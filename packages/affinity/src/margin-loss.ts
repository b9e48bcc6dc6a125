import {withGradient} from '@isomargin/core';
import {add, mul, relu, reshape, step, sub, sum, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';

/**
 * Max-margin term of each example (Hayat et al. 2019, eq. 4): Σ_{j≠y} max(0, λ + d_j − d_y) over the affinities d.
 *
 * @param scores affinities, [batch, classes]
 * @param oneHot [batch, classes]; not differentiated
 * @param margin λ > 0
 * @returns [batch]
 */
export function marginLoss(scores: Tensor2D, oneHot: Tensor2D, margin: number): Tensor1D {
  return withGradient([scores], ([d], save) => {
    const own = sum(mul(d, oneHot), 1, true);
    // The own class is pushed below the hinge (its entry becomes −1) instead of being masked out afterwards.
    const hinges = relu(add(sub(d, mul(oneHot, margin + 1)), sub(margin, own)));
    const value = sum(hinges, 1) as Tensor1D;
    save([hinges, oneHot]);
    return {
      value,
      gradient: (dy, [savedHinges, savedOneHot]) => {
        const active = mul(step(savedHinges!), reshape(dy, [-1, 1]));
        return [sub(active, mul(savedOneHot!, sum(active, 1, true)))];
      },
    };
  });
}
