import {
  argMax,
  div,
  matMul,
  mean,
  neg,
  reshape,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {classCounts} from './class-counts.js';
import {type Labels, oneHotLabels, readLabels} from './labels.js';
import {checkSameWidth} from './numerics/check-vectors.js';
import {squaredDistances} from './numerics/squared-distances.js';

/**
 * The mean embedding of each class: what a head without class scores predicts by, and the common rule by which
 * heads of different kinds are compared.
 *
 * @param embeddings [n, d]
 * @param labels of the n examples
 * @returns [classes, d]
 * @throws Error naming the first class that has no example; LabelError for bad labels
 */
export function classMeans(embeddings: Tensor2D, labels: Labels, classes: number): Tensor2D {
  const integers = readLabels(labels, classes, embeddings.shape[0]);
  const empty = classCounts(integers, classes).indexOf(0);
  if (empty >= 0) throw new Error(`classMeans: class ${empty} has no example, so it has no mean.`);
  return tidy(() => {
    const oneHot = oneHotLabels(integers, classes);
    const counts = reshape(sum(oneHot, 0), [classes, 1]);
    return div(matMul(oneHot, embeddings, true), counts) as Tensor2D;
  });
}

/**
 * Scores of the nearest-mean rule: minus the squared distance to each class's mean.
 *
 * @param embeddings [n, d]
 * @param means [classes, d], from `classMeans`
 * @returns [n, classes]
 * @throws Error for shapes that do not fit
 */
export function nearestMeanScores(embeddings: Tensor2D, means: Tensor2D): Tensor2D {
  checkSameWidth('nearestMeanScores', {embeddings, means});
  return tidy(() => {
    // Distances keep more digits around 0 than far from it.
    const centre = mean(means, 0, true);
    return neg(squaredDistances(sub(embeddings, centre), sub(means, centre)));
  });
}

/**
 * The class whose mean is nearest.
 *
 * @param embeddings [n, d]
 * @param means [classes, d], from `classMeans`
 * @returns [n] int32
 */
export function predictNearestMean(embeddings: Tensor2D, means: Tensor2D): Tensor1D {
  return tidy(() => argMax(nearestMeanScores(embeddings, means), 1) as Tensor1D);
}
