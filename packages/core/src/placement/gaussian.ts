import {randomNormal} from '@tensorflow/tfjs-core';

/** Seeded standard normal numbers, the same on every backend: tfjs draws them on the host. */
export function gaussians(count: number, seed?: number): Float64Array {
  // TensorFlow.js takes a seed of 0 for none; a half is nobody else's.
  const drawn = randomNormal([count], 0, 1, 'float32', seed === 0 ? 0.5 : seed);
  const values = Float64Array.from(drawn.dataSync());
  drawn.dispose();
  return values;
}

/**
 * A random orthonormal set of `rows` vectors in R^dimension (Gram–Schmidt on Gaussian vectors, done twice because once
 * loses orthogonality in high dimension).
 *
 * @returns row-major [rows, dimension]; needs rows <= dimension
 */
export function randomOrthonormal(rows: number, dimension: number, seed?: number): Float64Array {
  const basis = gaussians(rows * dimension, seed);
  for (let i = 0; i < rows; i++) {
    const row = basis.subarray(i * dimension, (i + 1) * dimension);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const other = basis.subarray(j * dimension, (j + 1) * dimension);
        let dot = 0;
        for (let k = 0; k < dimension; k++) dot += row[k]! * other[k]!;
        for (let k = 0; k < dimension; k++) row[k]! -= dot * other[k]!;
      }
    }
    let norm = 0;
    for (const v of row) norm += v * v;
    norm = Math.sqrt(norm);
    for (let k = 0; k < dimension; k++) row[k]! /= norm;
  }
  return basis;
}
