import {type NumberList, number, type Option, resolveOptions} from '@isomargin/core';
import {classCountsOption} from './class-counts.js';

export const betaOption: Option<number> = number({
  default: 0.9999,
  min: 0,
  max: 1,
  description: 'β of the effective number: 0 weights all classes alike, 1 by the inverse of their counts.',
});

/**
 * Class weights by the effective number of examples (Cui et al. 2019), (1 − β)/(1 − β^n), scaled to a mean of 1 over
 * the classes. β = 1 is the limit 1/n. They also fit the option `classWeights` of any head.
 *
 * @param classCounts training examples of each class, integers >= 1
 * @param beta β in [0, 1]
 * @returns one weight a class
 * @throws OptionError for a value that is not allowed
 */
export function effectiveNumberWeights(classCounts: NumberList, beta = 0.9999): number[] {
  const declared = {classCounts: classCountsOption, beta: betaOption};
  const {classCounts: counts = []} = resolveOptions('effectiveNumberWeights', declared, {classCounts, beta});
  // expm1 keeps the digits of 1 − β^n for a β near 1.
  const weights = counts.map((n) => (beta === 1 ? 1 / n : (beta - 1) / Math.expm1(n * Math.log(beta))));
  const mean = weights.reduce((a, b) => a + b, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}
