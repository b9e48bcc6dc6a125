import {add, matMul, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';

/**
 * Scores of a linear classifier, W·f + b.
 *
 * @param embeddings [batch, d]
 * @param kernel [d, classes]
 * @param bias [classes]; none where left out
 * @returns [batch, classes]
 * @throws Error for shapes that do not fit
 */
export function linearScores(embeddings: Tensor2D, kernel: Tensor2D, bias?: Tensor1D): Tensor2D {
  const [d, classes] = kernel.shape;
  if (embeddings.rank !== 2 || kernel.rank !== 2 || embeddings.shape[1] !== d) {
    throw new Error(
      `kernel must have shape [d, classes] for embeddings [batch, d], but has [${kernel.shape}] for [${embeddings.shape}].`,
    );
  }
  if (bias !== undefined && (bias.rank !== 1 || bias.shape[0] !== classes)) {
    throw new Error(`bias must have shape [classes], here [${classes}], but has [${bias.shape}].`);
  }
  return tidy(() => {
    const products = matMul(embeddings, kernel) as Tensor2D;
    return bias === undefined ? products : (add(products, bias) as Tensor2D);
  });
}
