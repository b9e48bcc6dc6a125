/** Multiply-adds that the projections may cost: some seconds. */
const budget = 2e9;

/**
 * Turns unit vectors into a near centred tight frame of unit vectors, in place, by projecting in turn on
 * 'sum 0', 'equal energy in every direction' and 'norm 1' (Tropp, Dhillon, Heath, Strohmer: Designing structured
 * tight frames via an alternating projection method, 2005). Stops where the points stand still.
 *
 * @param points row-major [count, dimension], count > dimension
 */
export function tightenFrame(points: Float64Array, dimension: number): void {
  const count = points.length / dimension;
  const rounds = Math.min(200, Math.ceil(budget / (1.5 * count * dimension * dimension)));
  for (let round = 0; round < rounds; round++) {
    const before = points.slice();
    centre(points, dimension);
    whiten(points, dimension);
    normalizePoints(points, dimension, before);
    if (points.every((value, i) => Math.abs(value - before[i]!) < 1e-9)) return;
  }
}

/** Scales every point to norm 1, in place; a point at the origin becomes what it is in `fallback`. */
export function normalizePoints(points: Float64Array, dimension: number, fallback: Float64Array): void {
  for (let start = 0; start < points.length; start += dimension) {
    let squares = 0;
    for (let k = start; k < start + dimension; k++) squares += points[k]! ** 2;
    if (squares < 1e-24) points.set(fallback.subarray(start, start + dimension), start);
    else for (let k = start; k < start + dimension; k++) points[k]! /= Math.sqrt(squares);
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
      for (let b = a; b < dimension; b++) gram[a * dimension + b]! += value * row[b]!;
    }
  }
  for (let a = 0; a < dimension; a++) {
    for (let b = 0; b < a; b++) gram[a * dimension + b] = gram[b * dimension + a]!;
  }
  // x ← x (1 + s − s g) takes the largest eigenvalue of g to 1 with this s, and the others towards 1.
  const largest = Math.max(1, largestEigenvalue(gram, dimension));
  const step = 1 / (largest + Math.sqrt(largest));
  for (let i = 0; i < count; i++) {
    const row = points.subarray(i * dimension, (i + 1) * dimension);
    const product = times(gram, row);
    for (let a = 0; a < dimension; a++) row[a] = (1 + step) * row[a]! - step * product[a]!;
  }
}

/** By power iteration; an estimate from below. */
function largestEigenvalue(matrix: Float64Array, dimension: number): number {
  let vector: Float64Array = Float64Array.from({length: dimension}, (_, k) => Math.cos(k * k));
  let size = 1;
  for (let round = 0; round < 10 && size > 0; round++) {
    const length = size;
    vector = times(
      matrix,
      vector.map((v) => v / length),
    );
    size = Math.hypot(...vector);
  }
  return size;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  const product = new Float64Array(size);
  for (let a = 0; a < size; a++) {
    let value = 0;
    for (let b = 0; b < size; b++) value += matrix[a * size + b]! * vector[b]!;
    product[a] = value;
  }
  return product;
}
