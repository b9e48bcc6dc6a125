import {quantile} from '../calibration/edges.js';
import {type Labels, readLabels} from '../input/labels.js';
import {checkKnown, checkWhole, refuse} from '../input/options.js';
import type {Pairs} from './pairs.js';
import {drawBelow, type Random, randomOf} from './random.js';

/** Options of the bootstrap. */
export interface BootstrapOptions {
  /** A whole number from 0 to 2³² − 1. */
  seed: number;
  /** How often identities are drawn: a whole number of at least 1, default 1000. */
  resamples?: number;
  /** How sure the interval is to hold the value: between 0 and 1, default 0.95. */
  confidence?: number;
}

/** A confidence interval. */
export interface Interval {
  low: number;
  high: number;
}

/**
 * Confidence intervals of what is measured on pairs, by the bootstrap over identities: pairs that share a person are not
 * independent, so persons are drawn, as many as there are, with repetition, and not pairs. A pair counts as often as its
 * identity was drawn, one of two identities as often as the one times as often as the other. Draws that leave no pair of
 * a kind are repeated.
 *
 * @param pairs as `allPairs`, `samplePairs` or a pairs list make them
 * @param identities the identity of each item, [items]
 * @param statistic what is measured, one number or several, from the weights of the pairs; it must not keep the array
 * @returns one interval a number, from the percentiles of the resamples
 * @throws RangeError where an option or index is not allowed, `same` contradicts the identities, there are fewer than
 *   2 identities, or hardly any draw has pairs of both kinds
 * Source: Bolle, Ratha and Pankanti, _Error analysis of pattern recognition systems: the subsets bootstrap_, Computer
 *   Vision and Image Understanding 2004; for pairs of two identities, Snijders and Borgatti, _Non-parametric standard
 *   errors and tests for network statistics_, Connections 1999.
 */
export function bootstrapOverIdentities(
  pairs: Pick<Pairs, 'left' | 'right' | 'same'>,
  identities: Labels,
  statistic: (sampleWeights: Float64Array) => readonly number[],
  options: BootstrapOptions,
): Interval[] {
  checkBootstrap(options);
  const {seed, resamples = 1000, confidence = 0.95} = options;
  const random = randomOf(seed);
  const {sides, count} = identitiesOf(pairs, identities);
  const drawn: number[][] = [];
  const weights = new Float64Array(pairs.same.length);
  for (let i = 0; i < resamples; i++) {
    drawWeights(weights, pairs.same, sides, count, random);
    for (const [index, value] of statistic(weights).entries()) {
      const column = drawn[index] ?? [];
      drawn[index] = column;
      column.push(value);
    }
  }
  return drawn.map((values) => {
    const sorted = Float64Array.from(values).sort();
    return {low: quantile(sorted, (1 - confidence) / 2), high: quantile(sorted, (1 + confidence) / 2)};
  });
}

/** Throws where an option is unknown or not allowed. */
export function checkBootstrap(options: BootstrapOptions): void {
  checkKnown(options, ['seed', 'resamples', 'confidence']);
  const {seed, resamples = 1000, confidence = 0.95} = options;
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
  checkWhole('resamples', resamples, 1, 1e7);
  if (!(confidence > 0 && confidence < 1))
    refuse('confidence', confidence, 'it must lie between 0 and 1, both excluded');
}

/** The identities of both items of each pair, numbered from 0. */
function identitiesOf(
  {left, right, same}: Pick<Pairs, 'left' | 'right' | 'same'>,
  labels: Labels,
): {sides: [Int32Array, Int32Array]; count: number} {
  const {labels: identities} = readLabels('identities', labels, 'true', undefined);
  const numbers = new Map<number, number>();
  const numberOf = (name: string, pair: number, item: number): number => {
    const identity = identities[item];
    if (identity === undefined)
      throw new RangeError(`${name}[${pair}] is ${item}: identities has ${identities.length} items`);
    const known = numbers.get(identity) ?? numbers.size;
    numbers.set(identity, known);
    return known;
  };
  const sides: [Int32Array, Int32Array] = [
    left.map((item, pair) => numberOf('left', pair, item)),
    right.map((item, pair) => numberOf('right', pair, item)),
  ];
  const wrong = same.findIndex((kind, pair) => (kind === 1) !== (sides[0][pair] === sides[1][pair]));
  if (wrong >= 0)
    throw new RangeError(
      `same[${wrong}] is ${same[wrong]}: its items have identities ${identities[left[wrong] as number]} and ` +
        `${identities[right[wrong] as number]}`,
    );
  if (numbers.size < 2)
    throw new RangeError('all pairs are of one identity: at least 2 identities are needed');
  return {sides, count: numbers.size};
}

const mostDraws = 1000;

function drawWeights(
  weights: Float64Array,
  same: Uint8Array,
  [left, right]: [Int32Array, Int32Array],
  count: number,
  random: Random,
): void {
  const times = new Uint32Array(count);
  for (let draw = 0; draw < mostDraws; draw++) {
    times.fill(0);
    for (let i = 0; i < count; i++) {
      const identity = drawBelow(random, count);
      times[identity] = (times[identity] as number) + 1;
    }
    const has = [false, false];
    for (let pair = 0; pair < weights.length; pair++) {
      const kind = same[pair] as number;
      const own = times[left[pair] as number] as number;
      const weight = kind === 1 ? own : own * (times[right[pair] as number] as number);
      weights[pair] = weight;
      if (weight > 0) has[kind] = true;
    }
    if (has[0] && has[1]) return;
  }
  throw new RangeError(
    `identities: ${mostDraws} draws had no pairs of both kinds: too few identities are in the pairs for a bootstrap`,
  );
}
