import type {Labels} from '../input/labels.js';
import type {Matrix, Numbers} from '../input/numbers.js';
import {checkBetween, checkKnown, refuse} from '../input/options.js';
import {type EqualErrorRate, equalErrorRateOf, type TarAtFar, tarAtFarOf} from './operating-points.js';
import {countRanked, rank} from './ranked.js';
import {readPairs} from './read-pairs.js';

/** Options of the equal error rate. */
export interface EqualErrorRateOptions {
  /** How much each pair counts, [n]: finite, at least 0, not all 0. Default 1 each. */
  sampleWeights?: Numbers;
}

/** Options of the true accept rate at a false accept rate. */
export interface TarAtFarOptions extends EqualErrorRateOptions {
  /**
   * Whether the rate is read from the line between the two nearest points of the ROC curve; default false: the best of
   * the thresholds that have at most so many false accepts, which is what a threshold can do.
   */
  interpolate?: boolean;
}

/**
 * The equal error rate: where the ROC curve, its points joined by lines, has as many false accepts as false rejects; 0 is
 * perfect and 0.5 chance.
 *
 * @param same 1 for pairs of one identity, 0 for those of two: [n]
 * @param similarities [n], finite, the larger the more alike
 * @throws RangeError where lengths differ, an entry or option is not allowed, or a kind of pairs does not occur
 */
export function equalErrorRate(
  same: Labels,
  similarities: Numbers | Matrix,
  options: EqualErrorRateOptions = {},
): EqualErrorRate {
  checkKnown(options, ['sampleWeights']);
  const read = readPairs(same, similarities, options.sampleWeights);
  return equalErrorRateOf(countRanked(rank(read.same, read.similarities), read.weights));
}

/**
 * The true accept rate at given false accept rates: how many pairs of one identity are accepted where at most so many of
 * two are.
 *
 * @param same 1 for pairs of one identity, 0 for those of two: [n]
 * @param similarities [n], finite, the larger the more alike
 * @param far false accept rates, 0 to 1. Below 1 over the number of different pairs they cannot be told from 0: see
 *   `reached`
 * @throws RangeError where lengths differ, an entry or option is not allowed, or a kind of pairs does not occur
 */
export function tarAtFar(
  same: Labels,
  similarities: Numbers | Matrix,
  far: readonly number[],
  options: TarAtFarOptions = {},
): TarAtFar[] {
  checkKnown(options, ['sampleWeights', 'interpolate']);
  const {interpolate = false} = options;
  checkRates(far);
  const read = readPairs(same, similarities, options.sampleWeights);
  const counts = countRanked(rank(read.same, read.similarities), read.weights);
  return far.map((rate) => tarAtFarOf(counts, rate, interpolate));
}

/** Throws where these are no false accept rates. */
export function checkRates(far: readonly number[]): void {
  if (!Array.isArray(far)) refuse('far', far, 'it must be an array of rates');
  for (const [index, rate] of far.entries()) checkBetween(`far[${index}]`, rate, 0, 1);
}
