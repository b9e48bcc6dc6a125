import type {Scalar, Tensor2D} from '@tensorflow/tfjs-core';
import {affinitiesOfOne} from './affinities-of-one.js';
import {affinitiesOfSeveral} from './affinities-of-several.js';

/**
 * Gaussian affinity of each embedding to each class (Hayat et al. 2019, eq. 3, 8): exp(−D²/σ) for the squared
 * distance D² to the nearest of the class's prototypes.
 *
 * Distances come from one matrix product and the gradient from two; no tensor is larger than [batch, prototypes]. In
 * float32 the relative error is about 1e-7 (‖f‖² + ‖w‖²)/σ, and an affinity under 1e-38 (D² > 87 σ) is 0 and has no
 * gradient.
 *
 * @param embeddings [batch, d]
 * @param prototypes [prototypesPerClass · classes, d]: first one prototype of every class, then the next of every class
 * @param sigma scalar σ > 0 in squared embedding units; not differentiated
 * @param unit where given, the prototypes are unit · `prototypes`, and the gradient to them is passed to `prototypes`
 *   unchanged: an optimizer's step on what is given is then exactly `unit` times the step that it would take on the
 *   prototypes, a learning rate of their own for any optimizer
 * @returns [batch, classes] in [0, 1]
 */
export function affinities(
  embeddings: Tensor2D,
  prototypes: Tensor2D,
  sigma: Scalar,
  prototypesPerClass = 1,
  unit?: Scalar,
): Tensor2D {
  return prototypesPerClass === 1
    ? affinitiesOfOne(embeddings, prototypes, sigma, unit)
    : affinitiesOfSeveral(embeddings, prototypes, sigma, prototypesPerClass, unit);
}
