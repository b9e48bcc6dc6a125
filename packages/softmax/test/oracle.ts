// Softmax cross entropy in float64 with plain loops, from −log(exp(s_y) / Σ exp(s_j)).

export interface Problem {
  readonly batch: number;
  readonly classes: number;
  readonly dimension: number;
  readonly labels: readonly number[];
  readonly classWeights?: readonly number[];
}

export function crossEntropies(
  {batch, classes, dimension, labels, classWeights}: Problem,
  embeddings: ArrayLike<number>,
  kernel: ArrayLike<number>,
  bias?: ArrayLike<number>,
): number[] {
  return Array.from({length: batch}, (_, i) => {
    const scores = Array.from({length: classes}, (_, j) => {
      let score = bias === undefined ? 0 : bias[j]!;
      for (let k = 0; k < dimension; k++) score += embeddings[i * dimension + k]! * kernel[k * classes + j]!;
      return score;
    });
    const y = labels[i]!;
    const top = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
    return (Math.log(total) + top - scores[y]!) * (classWeights?.[y] ?? 1);
  });
}
