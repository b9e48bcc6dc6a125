import {integer, type Option} from '@isomargin/core/options';

/** The seed of a method that draws at random. */
export const seed: Option<number> = integer({
  default: 0,
  min: 0,
  max: 2 ** 32 - 1,
  description: 'Seed of what is drawn at random; each class has its own stream of it.',
});

/** A number of neighbours. */
export function neighbours(count: number, description: string): Option<number> {
  return integer({default: count, min: 1, description});
}
