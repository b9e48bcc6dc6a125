import {type GivenOptions, number, type Option, resolveOptions} from '@isomargin/core/options';
import {SamplingError} from '../errors.js';
import {isNumberArray} from '../input/kinds.js';

/** Checks that counts are whole numbers from 0, and not all 0. */
function checkCounts(owner: string, counts: ArrayLike<number>): number[] {
  if (!(Array.isArray(counts) || isNumberArray(counts))) {
    throw new SamplingError(
      `${owner}: counts must be an array of numbers, one a class, but got ${String(counts)}.`,
    );
  }
  const list = Array.from(counts as ArrayLike<number>);
  const wrong = list.findIndex((count) => !Number.isInteger(count) || count < 0);
  if (wrong >= 0) {
    throw new SamplingError(
      `${owner}: counts[${wrong}] is ${list[wrong]}; a whole number from 0 is expected.`,
    );
  }
  if (!list.some((count) => count > 0)) throw new SamplingError(`${owner}: no class has any row.`);
  return list;
}

/**
 * One weight a class so that every class weighs the same: n / (C · n_j), with C the number of classes that occur. The
 * mean over the examples is 1. A class without rows gets 0.
 *
 * @param counts rows of each class
 * @throws SamplingError where a count is not a whole number from 0, or all are 0
 */
export function balancedWeights(counts: ArrayLike<number>): number[] {
  const list = checkCounts('balancedWeights', counts);
  const total = list.reduce((sum, count) => sum + count, 0);
  const present = list.filter((count) => count > 0).length;
  return list.map((count) => (count === 0 ? 0 : total / (present * count)));
}

export const effectiveNumberOptions: {readonly beta: Option<number>} = {
  beta: number({
    default: 0.9999,
    min: 0,
    max: 1 - 1e-12,
    description: '0 weighs all classes the same; towards 1 the weights go with 1 / n_j.',
  }),
};

export type EffectiveNumberOptions = GivenOptions<typeof effectiveNumberOptions>;

/**
 * One weight a class by the effective number of its examples (Cui et al., CVPR 2019): in proportion to
 * (1 − β) / (1 − β^{n_j}), scaled to sum to the number of classes that occur. A class without rows gets 0.
 *
 * @param counts rows of each class
 * @throws OptionError where beta is not in [0, 1)
 * @throws SamplingError where a count is not a whole number from 0, or all are 0
 */
export function effectiveNumberWeights(
  counts: ArrayLike<number>,
  options: EffectiveNumberOptions = {},
): number[] {
  const {beta} = resolveOptions('effectiveNumberWeights', effectiveNumberOptions, options);
  const list = checkCounts('effectiveNumberWeights', counts);
  // 1 − β^n without the loss of digits where β is near 1.
  const inverse = list.map((count) => (count === 0 ? 0 : -1 / Math.expm1(count * Math.log(beta))));
  const sum = inverse.reduce((all, weight) => all + weight, 0);
  const present = list.filter((count) => count > 0).length;
  return inverse.map((weight) => (weight * present) / sum);
}
