import {uniformInt} from 'pure-rand/distribution/uniformInt';
import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';

/**
 * A seed of its own for each purpose of a run, so that no two things that are drawn depend on each other: how
 * many numbers one of them draws changes nothing for the others.
 *
 * @param seed the run's seed
 * @param purpose what is drawn, such as 'order', 3
 * @returns an integer from 0 to 2³¹ − 1 (FNV-1a of the text)
 */
export function seedOf(seed: number, ...purpose: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of [seed, ...purpose].join('/')) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return hash & 0x7fffffff;
}

/** The numbers from 0 to `length` − 1 in random order. */
export function shuffledIndices(length: number, seed: number): Int32Array {
  const random = xoroshiro128plus(seed);
  // The first states of neighbouring seeds look alike; after a jump they do not.
  random.jump();
  const indices = Int32Array.from({length}, (_, index) => index);
  for (let i = length - 1; i > 0; i--) {
    const j = uniformInt(random, 0, i);
    [indices[i], indices[j]] = [indices[j]!, indices[i]!];
  }
  return indices;
}
