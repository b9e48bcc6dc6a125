/**
 * Turns unit vectors into the nearest centred tight frame of unit vectors, in place, by projecting in turn on
 * 'sum 0', 'equal energy in every direction' and 'norm 1' (Tropp, Dhillon, Heath, Strohmer: Designing structured
 * tight frames via an alternating projection method, 2005).
 *
 * @param points row-major [count, dimension], count > dimension
 */
export function tightenFrame(points: Float64Array, dimension: number, rounds: number): void {
  const count = points.length / dimension;
  for (let round = 0; round < rounds; round++) {
    centre(points, dimension);
    whiten(points, dimension);
    for (let i = 0; i < count; i++) {
      const row = points.subarray(i * dimension, (i + 1) * dimension);
      const norm = Math.hypot(...row);
      for (let k = 0; k < dimension; k++) row[k]! /= norm;
    }
  }
}

function centre(points: Float64Array, dimension: number): void {
  const count = points.length / dimension;
  for (let k = 0; k < dimension; k++) {
    let mean = 0;
    for (let i = 0; i < count; i++) mean += points[i * dimension + k]! / count;
    for (let i = 0; i < count; i++) points[i * dimension + k]! -= mean;
  }
}

/** points · (pointsᵀ points · d/K)^(−1/2), one Newton–Schulz step: rounds of the outer loop do the rest. */
function whiten(points: Float64Array, dimension: number): void {
  const count = points.length / dimension;
  const gram = new Float64Array(dimension * dimension);
  for (let i = 0; i < count; i++) {
    const row = points.subarray(i * dimension, (i + 1) * dimension);
    for (let a = 0; a < dimension; a++) {
      const value = (row[a]! * dimension) / count;
      for (let b = 0; b < dimension; b++) gram[a * dimension + b]! += value * row[b]!;
    }
  }
  // x ← x (3 − g) / 2 converges where the eigenvalues of g lie under 3; a smaller step keeps larger ones stable.
  let largest = 0;
  for (let a = 0; a < dimension; a++) {
    let rowSum = 0;
    for (let b = 0; b < dimension; b++) rowSum += Math.abs(gram[a * dimension + b]!);
    largest = Math.max(largest, rowSum);
  }
  const step = largest < 2.5 ? 0.5 : 1 / largest;
  const moved = new Float64Array(dimension);
  for (let i = 0; i < count; i++) {
    const row = points.subarray(i * dimension, (i + 1) * dimension);
    for (let a = 0; a < dimension; a++) {
      let value = 0;
      for (let b = 0; b < dimension; b++) value += gram[a * dimension + b]! * row[b]!;
      moved[a] = (1 + step) * row[a]! - step * value;
    }
    row.set(moved);
  }
}
