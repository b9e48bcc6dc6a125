/** Squared distances of a row to all others, ascending. */
function distancesFrom(X: readonly (readonly number[])[], row: number): number[] {
  return X.flatMap((other, i) =>
    i === row ? [] : [other.reduce((sum, value, j) => sum + (value - X[row]![j]!) ** 2, 0)],
  ).sort((a, b) => a - b);
}

/**
 * Whether the k nearest of a row are a matter of choice: the k-th and the next are equally far, or the row has an
 * equal one, so that a method that takes the first neighbour for the row itself may take the wrong one.
 */
export function isAmbiguous(X: readonly (readonly number[])[], row: number, k: number): boolean {
  const distances = distancesFrom(X, row);
  return distances[0] === 0 || distances[k - 1] === distances[k];
}

/** The nearest other row; the first of equal ones. */
export function nearestOf(X: readonly (readonly number[])[], row: number): number {
  const squared = X.map((other, i) =>
    i === row
      ? Number.POSITIVE_INFINITY
      : other.reduce((sum, value, j) => sum + (value - X[row]![j]!) ** 2, 0),
  );
  return squared.indexOf(Math.min(...squared));
}
