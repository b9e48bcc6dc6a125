import {checkSize} from './check-size.js';
import {randomOrthonormal} from './gaussian.js';

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
  if (count === 1) return randomOrthonormal(1, dimension, seed);
  const points = new Float64Array(count * dimension);
  // Helmert's rows are an orthonormal basis of the vectors of R^K that sum to 0; read by columns they are the
  // K vertices in R^(K−1).
  const basis = randomOrthonormal(count - 1, dimension, seed);
  const scale = Math.sqrt(count / (count - 1));
  for (let row = 1; row < count; row++) {
    const direction = basis.subarray((row - 1) * dimension, row * dimension);
    for (let vertex = 0; vertex <= row; vertex++) {
      const coordinate = (vertex < row ? 1 : -row) / Math.sqrt(row * (row + 1));
      for (let k = 0; k < dimension; k++)
        points[vertex * dimension + k]! += scale * coordinate * direction[k]!;
    }
  }
  return points;
}
