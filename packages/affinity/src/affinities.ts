import {withGradient} from '@isomargin/core';
import {
  add,
  div,
  exp,
  matMul,
  min,
  mul,
  neg,
  relu,
  reshape,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import {sharesOfNearest} from './nearest-prototype.js';

/**
 * Gaussian affinity of each embedding to each class (Hayat et al. 2019, eq. 3, 8): exp(−D²/σ) for the squared
 * distance D² to the nearest of the class's prototypes.
 *
 * Distances come from one matrix product and the gradient from two, whatever the number of prototypes; nothing of size
 * batch × prototypes × d is made. In float32 the relative error is about 1e-7 (‖f‖² + ‖w‖²)/σ, and an affinity
 * under 1e-38 (D² > 87 σ) is 0 and has no gradient.
 *
 * @param embeddings [batch, d]
 * @param prototypes [prototypesPerClass · classes, d]: first one prototype of every class, then the next of every class
 * @param sigma scalar σ > 0 in squared embedding units; not differentiated
 * @returns [batch, classes] in [0, 1]
 */
export function affinities(
  embeddings: Tensor2D,
  prototypes: Tensor2D,
  sigma: Scalar,
  prototypesPerClass = 1,
): Tensor2D {
  const [batch] = embeddings.shape;
  const classes = prototypes.shape[0] / prototypesPerClass;
  return withGradient([embeddings, prototypes], ([f, w], save) => {
    // D²/σ, with the division done on the small tensors.
    const products = matMul(mul(f, div(2, sigma)), w, false, true);
    const ww = div(sum(square(w), 1), sigma);
    const ff = div(sum(square(f), 1, true), sigma);
    const all = relu(add(sub(ww, products), ff)) as Tensor2D;
    const nearest =
      prototypesPerClass === 1 ? all : min(reshape(all, [batch, prototypesPerClass, classes]), 1);
    const value = exp(neg(nearest)) as Tensor2D;
    save(prototypesPerClass === 1 ? [f, w, sigma, value] : [f, w, sigma, value, all, nearest]);
    return {value, gradient: (dy, saved) => gradientOf(dy, saved, prototypesPerClass)};
  });
}

function gradientOf(dy: Tensor2D, saved: Tensor[], prototypesPerClass: number): Tensor[] {
  const [f, w, sigma, value] = saved as [Tensor2D, Tensor2D, Scalar, Tensor2D];
  const [all, nearest] = saved.slice(4) as [Tensor2D, Tensor2D];
  // How strongly each class pulls each embedding, then each prototype: only the nearest one of a class does.
  const perClass = mul(dy, value) as Tensor2D;
  const pull =
    prototypesPerClass === 1 ? perClass : sharesOfNearest(perClass, all, nearest, prototypesPerClass);
  const scale = div(2, sigma);
  const ofEmbeddings = mul(sub(matMul(pull, w), mul(sum(pull, 1, true), f)), scale);
  const ofPrototypes = mul(sub(matMul(pull, f, true), mul(reshape(sum(pull, 0), [-1, 1]), w)), scale);
  return [ofEmbeddings, ofPrototypes];
}
