// The affinity loss in float64, written down from the paper's equations with plain loops: slow, and with nothing in
// common with the code that it judges.

/** A matrix in rows. */
export interface Rows {
  readonly values: ArrayLike<number>;
  readonly columns: number;
}

const squaredDistance = (a: Rows, i: number, b: Rows, j: number): number => {
  let total = 0;
  for (let k = 0; k < a.columns; k++) {
    total += (a.values[i * a.columns + k]! - b.values[j * b.columns + k]!) ** 2;
  }
  return total;
};

const rowCount = (a: Rows): number => a.values.length / a.columns;

/** d(f_i, w_j) = max_t exp(−‖f_i − w_{j,t}‖²/σ); prototype t of class j is row t·classes + j. */
function affinity(f: Rows, i: number, w: Rows, j: number, sigma: number, perClass: number): number {
  const classes = rowCount(w) / perClass;
  let best = 0;
  for (let t = 0; t < perClass; t++)
    best = Math.max(best, Math.exp(-squaredDistance(f, i, w, t * classes + j) / sigma));
  return best;
}

/** L_mm(i) = Σ_{j≠y} max(0, λ + d(f_i, w_j) − d(f_i, w_y)) of each example. */
export function marginLosses(
  f: Rows,
  labels: readonly number[],
  w: Rows,
  {sigma, margin, perClass}: {sigma: number; margin: number; perClass: number},
): number[] {
  const classes = rowCount(w) / perClass;
  return labels.map((y, i) => {
    const own = affinity(f, i, w, y, sigma, perClass);
    let loss = 0;
    for (let j = 0; j < classes; j++) {
      if (j !== y) loss += Math.max(0, margin + affinity(f, i, w, j, sigma, perClass) - own);
    }
    return loss;
  });
}

/** R: variance of the squared distances over pairs; with `perClass` given, only over pairs of different classes. */
export function varianceOfDistances(
  w: Rows,
  {betweenClasses}: {betweenClasses?: number} = {},
): {
  variance: number;
  mean: number;
} {
  const n = rowCount(w);
  const classes = n / (betweenClasses ?? 1);
  const distances: number[] = [];
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) {
      if (betweenClasses === undefined || j % classes !== k % classes)
        distances.push(squaredDistance(w, j, w, k));
    }
  }
  const mean = distances.reduce((a, b) => a + b, 0) / distances.length;
  const variance = distances.reduce((a, b) => a + (b - mean) ** 2, 0) / distances.length;
  return {variance, mean};
}
