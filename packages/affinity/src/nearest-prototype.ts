import {
  div,
  matMul,
  max,
  mul,
  reshape,
  step,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';

/** Several prototypes a class; of [prototypes, batch], a set of one prototype a class is one block of memory, a row here. */
export interface Sets {
  /** 2f·w/σ − ‖w‖²/σ, [prototypesPerClass, classes · batch]; the larger the nearer. */
  readonly closeness: Tensor2D;
  /** The largest of them, [classes · batch]. */
  readonly nearest: Tensor1D;
}

/**
 * @param g embeddings times 2/σ, [batch, d]
 * @param norms ‖w‖²/σ of the prototypes, [prototypes, 1]
 */
export function closenessOfSets(g: Tensor2D, w: Tensor2D, norms: Tensor2D, prototypesPerClass: number): Sets {
  const closeness = tidy(() => {
    // w · gᵀ: as (wᵀ)ᵀ · gᵀ it takes the least time on wasm.
    const each = sub(matMul(transpose(w), transpose(g), true), norms);
    return reshape(each, [prototypesPerClass, each.size / prototypesPerClass]) as Tensor2D;
  });
  return {closeness, nearest: max(closeness, 0)};
}

/**
 * Shares a gradient per class out among the class's prototypes: the nearest one gets all of it, and several that are
 * equally near get equal parts, so that the shares always sum to the whole.
 *
 * @param perClass [classes, batch]
 * @returns the share of each prototype, [prototypes, batch]
 */
export function sharesOfNearest(perClass: Tensor2D, {closeness, nearest}: Sets): Tensor2D {
  return tidy(() => {
    const farther = step(sub(nearest, closeness));
    const flat = reshape(perClass, nearest.shape);
    const part = div(flat, sub(closeness.shape[0], sum(farther, 0)));
    return reshape(sub(part, mul(part, farther)), [-1, perClass.shape[1]]) as Tensor2D;
  });
}
