import {type Points, squaredDistance} from '@isomargin/neighbours';
import {uniformFloat64} from 'pure-rand/distribution/uniformFloat64';
import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';

/**
 * Rows to begin with, by k-means++: each one drawn in proportion to its squared distance to the nearest of those before,
 * uniformly where all distances are 0.
 *
 * @param rows the rows of `points` to choose from: 0 to this one, exclusive
 */
export function firstCentres(
  {values, columns}: Points,
  rows: number,
  clusters: number,
  seed: number,
): Int32Array {
  const random = xoroshiro128plus(seed);
  // Neighbouring seeds begin with states that look alike, jumped ones do not.
  random.jump();
  const nearest = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  const chosen = new Int32Array(clusters);
  let row = Math.floor(uniformFloat64(random) * rows);
  for (let cluster = 0; ; cluster++) {
    chosen[cluster] = row;
    if (cluster === clusters - 1) return chosen;
    let sum = 0;
    for (let other = 0; other < rows; other++) {
      const bound = nearest[other]!;
      const squared = squaredDistance(values, other * columns, values, row * columns, columns, bound);
      if (squared < bound) nearest[other] = squared;
      sum += nearest[other]!;
    }
    row = drawn(nearest, sum, uniformFloat64(random));
  }
}

function drawn(weights: Float64Array, sum: number, share: number): number {
  if (!(sum > 0)) return Math.floor(share * weights.length);
  let left = share * sum;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    left -= weights[i]!;
    last = i;
    if (left < 0) break;
  }
  return last;
}
