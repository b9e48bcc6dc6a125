import {seedOf, shuffledIndices} from '../random.js';

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];

/** Numbers that a point has at most. */
export const MOST_DIMENSIONS: number = PRIMES.length;

/** Digits beyond this precision change nothing that matters. */
const PRECISION = 2 ** -40;

/**
 * A coordinate of a point of the Halton sequence, randomised as in Owen (2017), arXiv:1706.02808: each digit of the index is
 * replaced by a random permutation of the digits, another one for each place, and mirrored at the point. Any b points in a row fall
 * one each into the b equal parts of [0, 1) for the dimension's prime b, so that few points cover each dimension evenly. What is
 * drawn for an index depends neither on how many points nor on how many dimensions there are.
 *
 * @param index from 0
 * @param dimension from 0, below {@link MOST_DIMENSIONS}
 * @param permute the digits that take the place of 0 to base − 1 at a place, from 0; given in tests alone
 * @returns a number in [0, 1)
 */
export function haltonCoordinate(
  index: number,
  dimension: number,
  seed: number,
  permute: (base: number, place: number) => ArrayLike<number> = (base, place) =>
    shuffledIndices(base, seedOf(seed, 'halton', dimension, place)),
): number {
  const base = PRIMES[dimension];
  if (base === undefined) {
    throw new Error(`dimension must be an integer from 0 to ${PRIMES.length - 1}, but is ${dimension}.`);
  }
  let rest = index;
  let value = 0;
  for (let place = 0, size = 1 / base; size > PRECISION; place++, size /= base) {
    value += permute(base, place)[rest % base]! * size;
    rest = Math.floor(rest / base);
  }
  return value;
}
