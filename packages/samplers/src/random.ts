import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';

/** Draws integers; the state moves with every draw. */
export interface Random {
  /** The next 32 random bits, as a signed integer. */
  next(): number;
}

/**
 * The first `count` streams of a seed. They are 2⁶⁴ draws apart, so they never overlap, and what one of them
 * draws does not depend on how much another has drawn.
 *
 * @param seed an integer from 0 to 2³² − 1
 */
export function randomStreams(seed: number, count: number): Random[] {
  const streams: Random[] = [];
  const state = xoroshiro128plus(seed);
  for (let i = 0; i < count; ++i) {
    // Before the first stream, too: neighbouring seeds begin with states that look alike, jumped ones do not.
    state.jump();
    streams.push(state.clone());
  }
  return streams;
}

/** A seed of its own for each `index` of a seed: the finaliser of MurmurHash3 over both. */
export function seedOf(seed: number, index: number): number {
  let mixed = (seed ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Uniform in [0, 1), a multiple of 2⁻³². */
export function uniform(random: Random): number {
  return (random.next() >>> 0) / 2 ** 32;
}

/** Uniform integer in [0, below). */
export function uniformBelow(random: Random, below: number): number {
  return Math.floor(uniform(random) * below);
}

/** Standard normal, by the method of Box and Muller. */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(random)));
  return radius * Math.cos(2 * Math.PI * uniform(random));
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

/** `count` of the values at random, without repetition. */
export function chooseSome(values: Int32Array, count: number, random: Random): Int32Array {
  const pool = values.slice();
  for (let i = 0; i < count; ++i) {
    const j = i + uniformBelow(random, pool.length - i);
    const swapped = pool[i]!;
    pool[i] = pool[j]!;
    pool[j] = swapped;
  }
  return pool.subarray(0, count);
}
