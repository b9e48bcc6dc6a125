import {softmaxSquaredError, withGradient} from '@isomargin/core';
import {add, mul, reshape, square, sub, sum, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';

/** What is compared with the one-hot label. */
export type Compared = 'probabilities' | 'scores';

/**
 * Squared Euclidean distance of each example's probabilities softmax(s), or of its scores s, to its one-hot label.
 *
 * @param scores [batch, classes]
 * @param oneHot [batch, classes]; not differentiated
 * @returns [batch]
 */
export function euclideanDistances(scores: Tensor2D, oneHot: Tensor2D, compare: Compared): Tensor1D {
  if (compare === 'probabilities') return softmaxSquaredError(scores, oneHot);
  return withGradient([scores], ([s], save) => {
    const differences = sub(s, oneHot) as Tensor2D;
    save([differences]);
    return {
      value: tidy(() => sum(square(differences), 1) as Tensor1D),
      gradient: (dy, [saved]) => [mul(saved!, reshape(add(dy, dy), [-1, 1]))],
    };
  });
}
