import {div, exp, mul, relu, type Scalar, square, sub, sum, type Tensor2D, tidy} from '@tensorflow/tfjs-core';

/**
 * exp(−D²/σ), from the closeness 2f·w − ‖w‖².
 *
 * @param closeness of the nearest prototype, [batch, classes]
 */
export function affinityOf(closeness: Tensor2D, embeddings: Tensor2D, sigma: Scalar): Tensor2D {
  return tidy(() => {
    const nearness = sub(closeness, sum(square(embeddings), 1, true));
    // A distance is not negative, whatever the rounding says. Not by clipByValue, which on wasm makes a number of NaN.
    return exp(div(sub(nearness, relu(nearness)), sigma));
  });
}

/**
 * How strongly each class pulls each embedding, p = 2/σ · dy · exp(−D²/σ): the gradient to an embedding f is Σ_j p_j (w_j − f),
 * and that to a prototype the same with the signs changed, over the embeddings.
 */
export function pullsOf(dy: Tensor2D, affinity: Tensor2D, sigma: Scalar): Tensor2D {
  return tidy(() => mul(mul(dy, affinity), div(2, sigma)) as Tensor2D);
}
