import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';
import {checkWhole} from '../input/options.js';

/** Draws integers; the state moves with every draw. */
export interface Random {
  /** The next 32 random bits, as a signed integer. */
  next(): number;
}

/**
 * The random numbers of a seed: the same in every JavaScript engine.
 * @throws RangeError where the seed is no whole number from 0 to 2³² − 1
 */
export function randomOf(seed: number): Random {
  checkWhole('seed', seed, 0, 2 ** 32 - 1);
  const random = xoroshiro128plus(seed);
  // Neighbouring seeds begin with states that look alike, jumped ones do not.
  random.jump();
  return random;
}

/** Uniform whole number from 0, below `below`. */
export function drawBelow(random: Random, below: number): number {
  return Math.floor(((random.next() >>> 0) / 2 ** 32) * below);
}
