// CosFace in float64 with plain loops.

export interface Problem {
  readonly batch: number;
  readonly classes: number;
  readonly dimension: number;
  readonly labels: readonly number[];
  readonly scale: number;
  readonly margin: number;
  readonly classWeights?: readonly number[];
}

/** cos θ of embedding i and class j; 0 where one of them is zero. */
function cosine(p: Problem, f: ArrayLike<number>, w: ArrayLike<number>, i: number, j: number): number {
  let [product, ff, ww] = [0, 0, 0];
  for (let k = 0; k < p.dimension; k++) {
    const [a, b] = [f[i * p.dimension + k]!, w[k * p.classes + j]!];
    product += a * b;
    ff += a * a;
    ww += b * b;
  }
  return ff * ww === 0 ? 0 : product / Math.sqrt(ff) / Math.sqrt(ww);
}

/** −log( exp(s(cos θ_y − m)) / (exp(s(cos θ_y − m)) + Σ_{j≠y} exp(s cos θ_j)) ) of each example. */
export function cosfaceLosses(p: Problem, f: ArrayLike<number>, w: ArrayLike<number>): number[] {
  return Array.from({length: p.batch}, (_, i) => {
    const y = p.labels[i]!;
    const logits = Array.from(
      {length: p.classes},
      (_, j) => p.scale * (cosine(p, f, w, i, j) - (j === y ? p.margin : 0)),
    );
    const others = logits.filter((_, j) => j !== y).map((logit) => Math.exp(logit - logits[y]!));
    return Math.log1p(others.reduce((a, b) => a + b, 0)) * (p.classWeights?.[y] ?? 1);
  });
}
