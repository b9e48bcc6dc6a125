import {withGradient} from '@isomargin/core';
import {add, mul, rsqrt, step, sub, type Tensor1D, tidy} from '@tensorflow/tfjs-core';

/**
 * Squared Euclidean distances between all vectors of a batch. From differences and in float64: those of vectors that
 * nearly coincide keep the digits that |a|² + |b|² − 2ab, as a matrix product gives it, has lost.
 *
 * @param vectors in rows, [batch · d]
 * @returns [batch · batch], symmetric
 */
export function pairSquaredDistances(vectors: Float32Array, batch: number): Float64Array {
  const d = vectors.length / batch;
  const squared = new Float64Array(batch ** 2);
  const keep = (i: number, j: number, sum: number): void => {
    squared[i * batch + j] = sum;
    squared[j * batch + i] = sum;
  };
  for (let i = 0; i < batch; i++) {
    const own = i * d;
    let j = 0;
    // Four at a time, which takes half the time.
    for (; j + 3 < i; j += 4) {
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let k = 0, other = j * d; k < d; k++, other++) {
        const x = vectors[own + k]!;
        s0 += (x - vectors[other]!) ** 2;
        s1 += (x - vectors[other + d]!) ** 2;
        s2 += (x - vectors[other + 2 * d]!) ** 2;
        s3 += (x - vectors[other + 3 * d]!) ** 2;
      }
      keep(i, j, s0);
      keep(i, j + 1, s1);
      keep(i, j + 2, s2);
      keep(i, j + 3, s3);
    }
    for (; j < i; j++) {
      let sum = 0;
      for (let k = 0, other = j * d; k < d; k++, other++) sum += (vectors[own + k]! - vectors[other]!) ** 2;
      keep(i, j, sum);
    }
  }
  return squared;
}

/**
 * The gradient with respect to the vectors of a sum over pairs, Σ_i weight_i · loss_i.
 *
 * @param vectors in rows, [batch · d]
 * @param slopes derivatives of loss_i with respect to the squared distances of i to all others, [batch · batch]
 * @param weights [batch]
 * @returns in rows, [batch · d]
 */
export function gradientOfVectors(
  vectors: Float32Array,
  slopes: Float64Array,
  weights: Float32Array,
): Float64Array {
  const batch = weights.length;
  const d = vectors.length / batch;
  const gradient = new Float64Array(vectors.length);
  for (let i = 0; i < batch; i++) {
    for (let j = 0; j < i; j++) {
      const slope = 2 * (weights[i]! * slopes[i * batch + j]! + weights[j]! * slopes[j * batch + i]!);
      // Most pairs have none: those beyond the margin, and those that mining left out.
      if (slope === 0) continue;
      for (let k = 0, a = i * d, b = j * d; k < d; k++, a++, b++) {
        const share = slope * (vectors[a]! - vectors[b]!);
        gradient[a]! += share;
        gradient[b]! -= share;
      }
    }
  }
  return gradient;
}

/** √x with a derivative of 0 where x is 0, where it has none. */
export function roots(squares: Tensor1D): Tensor1D {
  return withGradient([squares], ([x], save) => {
    const inverse = tidy(() => {
      const positive = step(x);
      return mul(rsqrt(add(x, sub(1, positive))), positive);
    });
    save([inverse]);
    return {
      value: mul(x, inverse) as Tensor1D,
      gradient: (dy, [saved]) => [mul(dy, mul(saved!, 0.5))],
    };
  });
}
