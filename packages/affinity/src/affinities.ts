import {withGradient} from '@isomargin/core';
import {
  add,
  clipByValue,
  concat,
  div,
  exp,
  matMul,
  maximum,
  mul,
  reshape,
  type Scalar,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {sharesOfNearest} from './nearest-prototype.js';

/**
 * Gaussian affinity of each embedding to each class (Hayat et al. 2019, eq. 3, 8): exp(−D²/σ) for the squared
 * distance D² to the nearest of the class's prototypes.
 *
 * Distances come from one matrix product for each set of prototypes (one a class) and the gradient from two; no tensor is
 * larger than [batch, classes]. In float32 the relative error is about 1e-7 (‖f‖² + ‖w‖²)/σ, and an affinity
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
  const classes = prototypes.shape[0] / prototypesPerClass;
  return withGradient([embeddings, prototypes], ([f, w], save) => {
    // 2f·w/σ − ‖w‖²/σ, with the divisions done on the small tensors; one set of prototypes (one a class) at a time, so
    // that no tensor is larger than [batch, classes].
    const doubled = mul(f, div(2, sigma)) as Tensor2D;
    const closeness = prototypeSets(w, classes).map((set) =>
      tidy(() => sub(matMul(doubled, set, false, true), div(sum(square(set), 1), sigma)) as Tensor2D),
    );
    const nearest = closeness.reduce((a, b) => maximum(a, b) as Tensor2D);
    const norms = tidy(() => div(sum(square(f), 1, true), sigma));
    // A distance is not negative, whatever the rounding says.
    const value = tidy(() => exp(clipByValue(sub(nearest, norms), Number.NEGATIVE_INFINITY, 0)) as Tensor2D);
    save(closeness.length === 1 ? [f, w, sigma, value] : [f, w, sigma, value, nearest, ...closeness]);
    return {value, gradient: gradientOf};
  });
}

/** The prototypes as sets of one a class, each [classes, d]. */
function prototypeSets(prototypes: Tensor2D, classes: number): Tensor2D[] {
  const [rows, dimension] = prototypes.shape;
  if (rows === classes) return [prototypes];
  return Array.from({length: rows / classes}, (_, t) =>
    slice(prototypes, [t * classes, 0], [classes, dimension]),
  );
}

function gradientOf(dy: Tensor2D, saved: Tensor[]): Tensor[] {
  const [f, w, sigma, value, nearest] = saved as [Tensor2D, Tensor2D, Scalar, Tensor2D, Tensor2D];
  // How strongly each class pulls each embedding; of its prototypes only the nearest one does.
  const scale = div(2, sigma);
  const perClass = mul(dy, value) as Tensor2D;
  const sets = prototypeSets(w, value.shape[1]);
  const pulls =
    sets.length === 1 ? [perClass] : sharesOfNearest(perClass, saved.slice(5) as Tensor2D[], nearest);
  const ofEmbeddings = tidy(() => {
    const towards = pulls.map((pull, t) => matMul(pull, sets[t]!)).reduce((a, b) => add(a, b));
    return mul(sub(towards, mul(sum(perClass, 1, true), f)), scale);
  });
  const scaledEmbeddings = mul(f, scale) as Tensor2D;
  const ofSets = pulls.map((pull, t) =>
    tidy(() => {
      const strength = mul(reshape(sum(pull, 0), [-1, 1]), scale);
      return sub(matMul(pull, scaledEmbeddings, true), mul(strength, sets[t]!)) as Tensor2D;
    }),
  );
  return [ofEmbeddings, ofSets.length === 1 ? ofSets[0]! : concat(ofSets, 0)];
}
