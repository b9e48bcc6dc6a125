import {div, exp, minimum, type Scalar, square, sub, sum, type Tensor2D, tidy} from '@tensorflow/tfjs-core';

/**
 * exp(−D²/σ), from the closeness 2f·w/σ − ‖w‖²/σ. With dy the gradient to it and p = dy · exp(−D²/σ), how strongly each class
 * pulls each embedding, the gradient to an embedding f is 2/σ Σ_j p_j (w_j − f), and that to a prototype the same with the
 * signs changed, over the embeddings.
 *
 * @param closeness of the nearest prototype, [batch, classes]
 */
export function affinityOf(closeness: Tensor2D, embeddings: Tensor2D, sigma: Scalar): Tensor2D {
  return tidy(() => {
    const norms = div(sum(square(embeddings), 1, true), sigma);
    // A distance is not negative, whatever the rounding says. Not by relu or clipByValue, which on wasm make numbers of NaN.
    return exp(minimum(sub(closeness, norms), 0));
  });
}
