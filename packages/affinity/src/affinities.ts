import {withGradient} from '@isomargin/core';
import {
  div,
  exp,
  matMul,
  minimum,
  mul,
  reshape,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tanh,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import {closenessOfSets, sharesOfNearest} from './nearest-prototype.js';

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
 * @param exponent whether −D²/σ is wanted instead
 * @returns [batch, classes] in [0, 1]; exponents are at most 0
 */
export function affinities(
  embeddings: Tensor2D,
  prototypes: Tensor2D,
  sigma: Scalar,
  prototypesPerClass = 1,
  unit?: Scalar,
  exponent = false,
): Tensor2D {
  const batch = embeddings.shape[0];
  return withGradient([embeddings, prototypes], ([f, stored], save) => {
    const w = unit === undefined ? stored : (mul(stored, unit) as Tensor2D);
    const scale = div(2, sigma) as Scalar;
    // The divisions by σ are done on the small tensors.
    const g = mul(f, scale) as Tensor2D;
    const norms = div(sum(square(w), 1, true), sigma) as Tensor2D;
    const sets = prototypesPerClass > 1 ? closenessOfSets(g, w, norms, prototypesPerClass) : undefined;
    const value = tidy(() => {
      const closeness =
        sets === undefined
          ? sub(matMul(g, w, false, true), reshape(norms, [-1]))
          : transpose(reshape(sets.nearest, [-1, batch]));
      const power = sub(closeness, div(sum(square(f), 1, true), sigma));
      // A distance is not negative, whatever the rounding says. Not by relu or clipByValue, which on wasm make numbers of NaN.
      const negative = minimum(power, 0) as Tensor2D;
      return exponent ? negative : exp(negative);
    });
    save([g, w, scale, value, ...(sets === undefined ? [] : [sets.closeness, sets.nearest])]);
    return {value, gradient: (dy, saved) => gradientsOf(dy, saved, exponent)};
  });
}

/**
 * With dy the gradient to the affinities and p = dy · exp(−D²/σ), how strongly each class pulls each embedding, the gradient to an
 * embedding f is 2/σ Σ_j p_j (w_j − f), and that to a prototype the same with the signs changed, over the embeddings. Of the
 * exponents p is dy itself.
 */
function gradientsOf(dy: Tensor2D, saved: Tensor[], exponent: boolean): Tensor[] {
  const [g, w, scale, value, closeness, nearest] = saved as [
    Tensor2D,
    Tensor2D,
    Scalar,
    Tensor2D,
    Tensor2D | undefined,
    Tensor1D,
  ];
  const perClass = exponent ? dy : (mul(dy, value) as Tensor2D);
  const classesFirst = transpose(perClass);
  const turned = closeness === undefined ? classesFirst : sharesOfNearest(classesFirst, {closeness, nearest});
  const pulls = closeness === undefined ? perClass : transpose(turned);
  return [
    // pulls · w, made as (pullsᵀ)ᵀ · w: with a long inner dimension that takes by far the least time on wasm.
    tidy(() => sub(mul(matMul(turned, w, true), scale), mul(sum(perClass, 1, true), g))),
    tidy(() => sub(matMul(pulls, g, true), mul(mul(sum(turned, 1, true), scale), w))),
  ];
}

/** Of the learned factor on σ the largest logarithm: where it could grow without end, float32 would end first. */
const LIMIT = 2.5;
/** How many times the optimizer's step is taken for that logarithm, which is LIMIT · tanh(STEP/LIMIT · s) of what is stored. */
const STEP = 10;

const bend = (stored: Tensor1D): Tensor1D => tanh(mul(stored, STEP / LIMIT));

/** By what the σ of each class is multiplied, from 0.08 to 12, of what is stored of it; 1 of 0. */
export const widthFactors = (stored: Tensor1D): Tensor1D => tidy(() => exp(mul(bend(stored), LIMIT)));

/**
 * Affinities to classes that have a learned σ of their own. The gradient to what is stored is that to the factor's logarithm, so
 * that an optimizer's step is `STEP` times the one that it would take on that logarithm, with any optimizer.
 *
 * @param exponents −D²/σ for the common σ, [batch, classes]
 * @param stored [classes]
 * @returns exp(−D²/(σ · factor)), [batch, classes]
 */
export function affinitiesOfWidths(exponents: Tensor2D, stored: Tensor1D): Tensor2D {
  return withGradient([exponents, stored], ([given, steps], save) => {
    const factors = widthFactors(steps);
    const value = exp(div(given, factors)) as Tensor2D;
    save([given, steps, factors, value]);
    return {
      value,
      gradient: (dy, saved) => {
        const [given, steps, factors, value] = saved as [Tensor2D, Tensor1D, Tensor1D, Tensor2D];
        const ofExponents = div(mul(dy, value), factors) as Tensor2D;
        const ofLogarithms = tidy(() => mul(sum(mul(ofExponents, given), 0), sub(square(bend(steps)), 1)));
        return [ofExponents, ofLogarithms];
      },
    };
  });
}
