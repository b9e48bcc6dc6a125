import {add, matMul, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';

/**
 * Scores of a linear classifier, W·f + b.
 *
 * @param embeddings [batch, d]
 * @param kernel [d, classes]
 * @param bias [classes]; none where left out
 * @returns [batch, classes]
 */
export function linearScores(embeddings: Tensor2D, kernel: Tensor2D, bias?: Tensor1D): Tensor2D {
  return tidy(() => {
    const products = matMul(embeddings, kernel) as Tensor2D;
    return bias === undefined ? products : (add(products, bias) as Tensor2D);
  });
}
