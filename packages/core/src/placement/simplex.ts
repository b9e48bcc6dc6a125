import {checkSize} from './check-size.js';
import {simplexVertices} from './simplex-vertices.js';

/**
 * The vertices of a regular simplex around the origin, all at distance 1 from it and √(2K/(K−1)) from each other,
 * turned at random.
 *
 * @param count K, number of vertices
 * @param dimension d, with K <= d + 1
 * @param seed of the random turn
 * @returns row-major [count, dimension], float64
 * @throws Error for a count or a dimension that is not an integer >= 1, and where the count does not fit
 */
export function regularSimplex(count: number, dimension: number, seed?: number): Float64Array {
  checkSize('regularSimplex', count, dimension);
  if (count > dimension + 1) {
    throw new Error(
      `regularSimplex: ${count} equidistant points need a dimension of at least ${count - 1}, but dimension is ${dimension}.`,
    );
  }
  return simplexVertices(count, dimension, seed);
}
