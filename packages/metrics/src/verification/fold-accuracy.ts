import type {Labels} from '../input/labels.js';
import {checkLength, type Matrix, type Numbers, readNumbers} from '../input/numbers.js';
import {checkKnown, checkWhole, refuse} from '../input/options.js';
import {countRanked, type Ranked, rank} from './ranked.js';
import {readPairs} from './read-pairs.js';

/** Options of the accuracy by folds. */
export interface FoldAccuracyOptions {
  /**
   * The fold of each pair, [n], as a pairs list has it; or how many folds the pairs are dealt to, each kind of pairs in
   * turn: a whole number of at least 2, default 10.
   */
  folds?: Numbers | number;
  /** How much each pair counts, [n]: finite, at least 0, not all 0. Default 1 each. */
  sampleWeights?: Numbers;
}

/** One fold of the pairs. */
export interface FoldResult {
  /** Its number in `folds`. */
  fold: number;
  /** The share of its pairs that are told rightly, 0 to 1. */
  accuracy: number;
  /** Pairs of a similarity ≥ this are told to be same: the best on the other folds. */
  threshold: number;
}

/** Accuracy with thresholds that the tested pairs had no part in. */
export interface FoldAccuracy {
  /** The mean over the folds, 0 to 1. */
  accuracy: number;
  /** The standard deviation over the folds (of a sample: n − 1). */
  standardDeviation: number;
  /** The standard error of the mean. */
  standardError: number;
  folds: FoldResult[];
}

/**
 * The accuracy with the best threshold: for each fold that which is best on all others. Thresholds lie halfway between
 * neighbouring similarities; of equally good ones the largest is taken.
 *
 * @param same 1 for pairs of one identity, 0 for those of two: [n]
 * @param similarities [n], finite, the larger the more alike
 * @throws RangeError where lengths differ, an entry or option is not allowed, a kind of pairs does not occur, or there
 *   are fewer than 2 folds
 * Source: Huang et al., _Labeled Faces in the Wild_, technical report 07-49, University of Massachusetts, 2007.
 */
export function foldAccuracy(
  same: Labels,
  similarities: Numbers | Matrix,
  options: FoldAccuracyOptions = {},
): FoldAccuracy {
  checkKnown(options, ['folds', 'sampleWeights']);
  const read = readPairs(same, similarities, options.sampleWeights);
  const folds = foldsOf(read.same, options.folds);
  return foldAccuracyOf(rank(read.same, read.similarities), folds, read.weights);
}

/** The fold of each pair. */
export function foldsOf(same: Uint8Array, folds: Numbers | number = 10): Int32Array {
  if (typeof folds === 'number') {
    checkWhole('folds', folds, 2, same.length);
    const dealt = [0, 0];
    return Int32Array.from(same, (kind) => {
      const fold = (dealt[kind] as number) % folds;
      dealt[kind] = (dealt[kind] as number) + 1;
      return fold;
    });
  }
  const given = readNumbers('folds', folds);
  checkLength('folds', given.length, same.length, 'same');
  for (const [index, fold] of given.entries()) checkWhole(`folds[${index}]`, fold, 0, 2 ** 31 - 1);
  if (new Set(given).size < 2)
    refuse(
      'folds',
      [...new Set(given)],
      'at least 2 folds are needed: the threshold of one comes from the others',
    );
  return Int32Array.from(given);
}

/** {@link foldAccuracy} of ranked pairs. Folds without any weight are left out. */
export function foldAccuracyOf(ranked: Ranked, folds: Int32Array, weights?: ArrayLike<number>): FoldAccuracy {
  const numbers = [...new Set(folds)].sort((a, b) => a - b);
  const results = numbers.flatMap((fold) => testFold(ranked, folds, fold, weights) ?? []);
  const accuracies = results.map(({accuracy}) => accuracy);
  const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
  const squares = accuracies.reduce((sum, accuracy) => sum + (accuracy - mean) ** 2, 0);
  const standardDeviation = Math.sqrt(squares / (accuracies.length - 1));
  return {
    accuracy: mean,
    standardDeviation,
    standardError: standardDeviation / Math.sqrt(accuracies.length),
    folds: results,
  };
}

function testFold(
  ranked: Ranked,
  folds: Int32Array,
  fold: number,
  weights?: ArrayLike<number>,
): FoldResult | undefined {
  const threshold = bestThreshold(ranked, (pair) => folds[pair] !== fold, weights);
  let [hits, total] = [0, 0];
  for (let t = 0, at = 0; t < ranked.thresholds.length; t++) {
    const isAccepted = (ranked.thresholds[t] as number) >= threshold;
    for (; at < (ranked.ends[t] as number); at++) {
      const pair = ranked.order[at] as number;
      if (folds[pair] !== fold) continue;
      const weight = weights ? (weights[pair] as number) : 1;
      total += weight;
      if (isAccepted === (ranked.same[pair] === 1)) hits += weight;
    }
  }
  return total > 0 ? {fold, accuracy: hits / total, threshold} : undefined;
}

/** The threshold by which most of some pairs are told rightly. */
function bestThreshold(ranked: Ranked, isIn: (pair: number) => boolean, weights?: ArrayLike<number>): number {
  const {thresholds} = ranked;
  const {truePositives, falsePositives, negatives} = countRanked(ranked, weights, isIn);
  // Without any accepted pair, all different ones are right.
  let best = negatives;
  let [upper, lower] = [-1, -1];
  let lastOccurring = -1;
  for (let t = 0; t < thresholds.length; t++) {
    const isOccurring =
      truePositives[t] !== (truePositives[t - 1] ?? 0) || falsePositives[t] !== (falsePositives[t - 1] ?? 0);
    if (!isOccurring) continue;
    if (upper === lastOccurring && upper >= 0 && lower < 0) lower = t;
    lastOccurring = t;
    const right = (truePositives[t] as number) + negatives - (falsePositives[t] as number);
    if (right > best) {
      best = right;
      [upper, lower] = [t, -1];
    }
  }
  if (upper < 0) return Infinity;
  if (lower < 0) return Number.NEGATIVE_INFINITY;
  const [above, below] = [thresholds[upper] as number, thresholds[lower] as number];
  const middle = above / 2 + below / 2;
  // Between neighbouring numbers there is none.
  return middle > below ? middle : above;
}
