// SphereFace in float64 with plain loops, from angles.

export interface Problem {
  readonly batch: number;
  readonly classes: number;
  readonly dimension: number;
  readonly labels: readonly number[];
  readonly m: number;
  readonly lambda?: number;
  readonly classWeights?: readonly number[];
}

/** ‖f‖ of embedding i, and cos θ of it and a class; 0 where one of them is zero. */
function polar(
  p: Problem,
  f: ArrayLike<number>,
  w: ArrayLike<number>,
  i: number,
  j: number,
): {norm: number; cosine: number} {
  let [product, ff, ww] = [0, 0, 0];
  for (let k = 0; k < p.dimension; k++) {
    const [a, b] = [f[i * p.dimension + k]!, w[k * p.classes + j]!];
    product += a * b;
    ff += a * a;
    ww += b * b;
  }
  const cosine = ff * ww === 0 ? 0 : product / Math.sqrt(ff) / Math.sqrt(ww);
  return {norm: Math.sqrt(ff), cosine: Math.max(-1, Math.min(1, cosine))};
}

/** ψ(θ) = (−1)^k cos(mθ) − 2k in the piece k of θ. */
function psi(cosine: number, m: number): number {
  const angle = Math.acos(cosine);
  const k = Math.min(m - 1, Math.floor((angle * m) / Math.PI));
  return (-1) ** k * Math.cos(m * angle) - 2 * k;
}

/** Cross entropy of ‖f‖ cos θ_j with ‖f‖ (λ cos θ_y + ψ(θ_y)) / (1 + λ), of each example. */
export function spherefaceLosses(p: Problem, f: ArrayLike<number>, w: ArrayLike<number>): number[] {
  return Array.from({length: p.batch}, (_, i) => {
    const y = p.labels[i]!;
    const lambda = p.lambda ?? 0;
    const logits = Array.from({length: p.classes}, (_, j) => {
      const {norm, cosine} = polar(p, f, w, i, j);
      return norm * (j === y ? (lambda * cosine + psi(cosine, p.m)) / (1 + lambda) : cosine);
    });
    const top = Math.max(...logits);
    const total = logits.reduce((a, logit) => a + Math.exp(logit - top), 0);
    return (Math.log(total) + top - logits[y]!) * (p.classWeights?.[y] ?? 1);
  });
}
