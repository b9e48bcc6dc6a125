import {randomOrthonormal} from './gaussian.js';

/** `regularSimplex` of a count and a dimension that have been checked. */
export function simplexVertices(count: number, dimension: number, seed?: number): Float64Array {
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
