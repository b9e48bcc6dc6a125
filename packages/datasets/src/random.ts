import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';

/** Largest seed: seeds are 32-bit unsigned integers. */
const MAX_SEED = 2 ** 32 - 1;

/** Draws integers; the state moves with every draw. */
export interface Random {
  /** The next 32 random bits, as a signed integer. */
  next(): number;
}

/**
 * The `index`-th stream of a seed. Streams of one seed are 2⁶⁴ draws apart, so they never overlap.
 * The same numbers come in every JavaScript engine: integer operations only.
 *
 * @throws RangeError where the seed is not an integer of 0 to 2³² − 1
 */
export function randomStream(seed: number, index: number): Random {
  checkSeed(seed);
  const random = xoroshiro128plus(seed);
  // One jump at least: the initial states of neighbouring seeds look alike, the jumped ones do not.
  for (let i = 0; i <= index; ++i) random.jump();
  return random;
}

/**
 * Another seed for another purpose, so that what is drawn under one seed for two purposes has nothing to do with each
 * other: rows that are held back are not those whose labels are wrong.
 *
 * @throws RangeError where the seed is not an integer of 0 to 2³² − 1
 */
export function saltedSeed(seed: number, purpose: string): number {
  checkSeed(seed);
  let hash = seed;
  for (let i = 0; i < purpose.length; ++i) {
    hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** Uniform in [0, 1), a multiple of 2⁻³². */
export function uniform(random: Random): number {
  return (random.next() >>> 0) / 2 ** 32;
}

/** Uniform in [low, high). */
export function uniformIn(random: Random, low: number, high: number): number {
  return low + (high - low) * uniform(random);
}

/** Uniform integer in [0, below). */
export function uniformBelow(random: Random, below: number): number {
  return Math.floor(uniform(random) * below);
}

/** Fisher-Yates shuffle in place. */
export function shuffle(values: Int32Array, random: Random): Int32Array {
  for (let i = values.length - 1; i > 0; --i) {
    const j = uniformBelow(random, i + 1);
    const swapped = values[i]!;
    values[i] = values[j]!;
    values[j] = swapped;
  }
  return values;
}

function checkSeed(seed: number): void {
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) {
    throw new RangeError(`seed is ${seed}; an integer from 0 to ${MAX_SEED} is expected`);
  }
}
