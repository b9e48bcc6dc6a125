// Large-margin softmax in float64 with plain loops, from the angle, as the paper's equations 4 to 6 have it.

export interface Problem {
  readonly batch: number;
  readonly classes: number;
  readonly dimension: number;
  readonly labels: readonly number[];
  readonly m: number;
  readonly cosineWeight: number;
  readonly classWeights?: readonly number[];
}

type Numbers = ArrayLike<number>;

function psi(angle: number, m: number): number {
  const k = Math.min(m - 1, Math.floor((angle * m) / Math.PI));
  return (-1) ** k * Math.cos(m * angle) - 2 * k;
}

export function largeMarginLosses(
  {batch, classes, dimension, labels, m, cosineWeight, classWeights}: Problem,
  f: Numbers,
  w: Numbers,
): number[] {
  const dot = (x: Numbers, i: number, y: Numbers, j: number): number => {
    let sum = 0;
    for (let k = 0; k < dimension; k++) sum += x[i * dimension + k]! * y[j * dimension + k]!;
    return sum;
  };
  return Array.from({length: batch}, (_, i) => {
    const y = labels[i]!;
    const scores = Array.from({length: classes}, (_, j) => dot(f, i, w, j));
    const norms = Math.sqrt(dot(f, i, f, i)) * Math.sqrt(dot(w, y, w, y));
    const cosine = norms === 0 ? 0 : Math.max(-1, Math.min(1, scores[y]! / norms));
    scores[y] = (norms * (cosineWeight * cosine + psi(Math.acos(cosine), m))) / (1 + cosineWeight);
    const top = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
    return (Math.log(total) + top - scores[y]!) * (classWeights?.[y] ?? 1);
  });
}
