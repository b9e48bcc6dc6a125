// ArcFace in float64 with plain loops, from angles.

export interface Problem {
  readonly batch: number;
  readonly classes: number;
  readonly dimension: number;
  readonly labels: readonly number[];
  readonly scale: number;
  readonly margin: number;
  readonly subcenters?: number;
  readonly easyMargin?: boolean;
  readonly classWeights?: readonly number[];
}

/** cos θ of embedding i and a column; 0 where one of them is zero. */
function cosine(p: Problem, f: ArrayLike<number>, w: ArrayLike<number>, i: number, column: number): number {
  const columns = p.classes * (p.subcenters ?? 1);
  let [product, ff, ww] = [0, 0, 0];
  for (let k = 0; k < p.dimension; k++) {
    const [a, b] = [f[i * p.dimension + k]!, w[k * columns + column]!];
    product += a * b;
    ff += a * a;
    ww += b * b;
  }
  return ff * ww === 0 ? 0 : Math.max(-1, Math.min(1, product / Math.sqrt(ff) / Math.sqrt(ww)));
}

/** cos(θ + m), or what stands in for it. */
function withMargin(c: number, {margin, easyMargin}: Problem): number {
  const angle = Math.acos(c);
  if (easyMargin) return angle < Math.PI / 2 ? Math.cos(angle + margin) : c;
  return angle + margin <= Math.PI ? Math.cos(angle + margin) : c - margin * Math.sin(margin);
}

/** Cross entropy of s cos θ_j with s cos(θ_y + m) for the own class, of each example. */
export function arcfaceLosses(p: Problem, f: ArrayLike<number>, w: ArrayLike<number>): number[] {
  return Array.from({length: p.batch}, (_, i) => {
    const y = p.labels[i]!;
    const logits = Array.from({length: p.classes}, (_, j) => {
      const sets = Array.from({length: p.subcenters ?? 1}, (_, t) => cosine(p, f, w, i, t * p.classes + j));
      const nearest = Math.max(...sets);
      return p.scale * (j === y ? withMargin(nearest, p) : nearest);
    });
    const others = logits.filter((_, j) => j !== y).map((logit) => Math.exp(logit - logits[y]!));
    return Math.log1p(others.reduce((a, b) => a + b, 0)) * (p.classWeights?.[y] ?? 1);
  });
}
