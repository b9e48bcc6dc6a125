import {type GivenOptions, resolveOptions, rowsOfLength, rowwiseSquaredDistances} from '@isomargin/core';
import {
  add,
  cast,
  mul,
  relu,
  square,
  sub,
  Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import {roots} from './distances.js';
import {contrastiveLossOptions} from './options.js';

const declared: Pick<typeof contrastiveLossOptions, 'margin' | 'normalize'> = {
  margin: contrastiveLossOptions.margin,
  normalize: contrastiveLossOptions.normalize,
};

/** Options of the loss of given pairs. */
export type ContrastivePairLossOptions = GivenOptions<typeof declared>;

/**
 * Contrastive loss (Hadsell, Chopra, LeCun 2006) of given pairs: D² for the same class, max(0, margin − D)² for different
 * ones. The paper has half of that.
 *
 * @param first [pairs, d]
 * @param second [pairs, d]
 * @param same [pairs]: whether the two are of one class; true or 1, false or 0
 * @returns [pairs]
 * @throws Error for shapes that do not fit, or where `same` has another value
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function contrastivePairLoss(
  first: Tensor2D,
  second: Tensor2D,
  same: Tensor1D | readonly (boolean | number)[],
  options: ContrastivePairLossOptions = {},
): Tensor1D {
  const resolved = resolveOptions('contrastivePairLoss', declared, options);
  if (first.shape[0] !== second.shape[0] || first.shape[1] !== second.shape[1]) {
    throw new Error(
      `contrastivePairLoss: first and second must have one shape [pairs, d], but have [${first.shape}] and [${second.shape}].`,
    );
  }
  return tidy(() => {
    const isSame = zerosAndOnes(same, first.shape[0]);
    const scaled = (x: Tensor2D): Tensor2D => (resolved.normalize ? rowsOfLength(x, 1) : x);
    const squared = rowwiseSquaredDistances(scaled(first), scaled(second));
    const ofDifferent = square(relu(sub(resolved.margin, roots(squared))));
    return add(mul(squared, isSame), mul(ofDifferent, sub(1, isSame))) as Tensor1D;
  });
}

function zerosAndOnes(same: Tensor1D | readonly (boolean | number)[], pairs: number): Tensor1D {
  const values = same instanceof Tensor ? same.dataSync() : Array.from(same, Number);
  if (values.length !== pairs) {
    throw new Error(
      `contrastivePairLoss: same must have one entry for each of the ${pairs} pairs, but has ${values.length}.`,
    );
  }
  const wrong = values.findIndex((value) => value !== 0 && value !== 1);
  if (wrong >= 0) {
    throw new Error(
      `contrastivePairLoss: same[${wrong}] must be true, false, 1 or 0, but is ${values[wrong]}.`,
    );
  }
  return same instanceof Tensor ? cast(same, 'float32') : tensor1d(Float32Array.from(values));
}
