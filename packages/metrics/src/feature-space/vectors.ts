type Values = ArrayLike<number>;

export function norm(values: Values, at: number, columns: number): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += values[at + j]! ** 2;
  return Math.sqrt(sum);
}

export function distance(a: Values, aAt: number, b: Values, bAt: number, columns: number): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += (a[aAt + j]! - b[bAt + j]!) ** 2;
  return Math.sqrt(sum);
}

/** Rows of length 1 in the directions of the given ones from `origin`; zeros where a row is the origin. */
export function directionsOf(values: Values, columns: number, origin: Values): Float64Array {
  const directions = Float64Array.from(values, (value, i) => value - origin[i % columns]!);
  for (let at = 0; at < directions.length; at += columns) {
    const length = norm(directions, at, columns);
    if (length > 0) for (let j = 0; j < columns; j++) directions[at + j]! /= length;
  }
  return directions;
}

/**
 * The angle between two vectors of length 1, 0 to π. (The arc cosine of their product would lose half of the digits
 * of small angles. Source: Kahan, "How futile are mindless assessments of roundoff", 2006, section 12.)
 */
export function angle(a: Values, aAt: number, b: Values, bAt: number, columns: number): number {
  let apart = 0;
  let together = 0;
  for (let j = 0; j < columns; j++) {
    apart += (a[aAt + j]! - b[bAt + j]!) ** 2;
    together += (a[aAt + j]! + b[bAt + j]!) ** 2;
  }
  return 2 * Math.atan2(Math.sqrt(apart), Math.sqrt(together));
}

/** Mean and population standard deviation. */
export function meanAndDeviation(values: Values): {mean: number; deviation: number} {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return {mean, deviation: Math.sqrt(squares / values.length)};
}

/** Standard deviation / mean; null where the mean is 0. */
export function coefficientOfVariation(values: Values): number | null {
  const {mean, deviation} = meanAndDeviation(values);
  return mean > 0 ? deviation / mean : null;
}
