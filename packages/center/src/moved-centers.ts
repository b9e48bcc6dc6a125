import {type Labels, number, type Option, oneHotLabels, resolveOptions} from '@isomargin/core';
import {
  add,
  argMax,
  div,
  gather,
  matMul,
  mul,
  reshape,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {sumAt} from './own-rows.js';

/** α, as the head and the pure function declare it. */
export const centerRate: Option<number> = number({
  default: 0.5,
  above: 0,
  max: 1,
  search: {low: 0.05, high: 1, scale: 'log'},
  description:
    "α, how far a centre moves towards its class's embeddings in a training step. Only with centers 'rule'.",
});

/**
 * The centres after one training step, by the rule of Wen et al. 2016 (eq. 4): c_j − α Σ_i [y_i = j] (c_j − f_i)/(1 + n_j), with
 * n_j the number of examples of class j in the batch. Centres of absent classes stay.
 *
 * @param centers [classes, d]
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param rate α in (0, 1]
 * @returns [classes, d]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for a rate that is not allowed
 */
export function movedCenters(
  centers: Tensor2D,
  embeddings: Tensor2D,
  labels: Labels,
  rate: number = centerRate.default,
): Tensor2D {
  resolveOptions('movedCenters', {rate: centerRate}, {rate});
  const [classes] = centers.shape;
  return tidy(() => {
    const oneHot = oneHotLabels(labels, classes, embeddings.shape[0]);
    const classOf = argMax(oneHot, 1) as Tensor1D;
    return moveCenters(centers, gather(centers, classOf), embeddings, oneHot, classOf, rate);
  });
}

/**
 * The same for labels that are checked, and with each example's own centre, [batch, d]. No tensor is larger than
 * [classes, d] or [batch, classes].
 */
export function moveCenters(
  centers: Tensor2D,
  ownCenters: Tensor2D,
  embeddings: Tensor2D,
  oneHot: Tensor2D,
  classOf: Tensor1D,
  rate: number,
): Tensor2D {
  return tidy(() => {
    const shares = div(rate, add(sum(oneHot, 0), 1));
    const ownShares = matMul(oneHot, reshape(shares, [-1, 1]));
    const steps = mul(sub(ownCenters, embeddings), ownShares) as Tensor2D;
    return sub(centers, sumAt(steps, classOf, centers.shape[0])) as Tensor2D;
  });
}
