// Center loss and the rule of its centres in float64 with plain loops, from the paper's equations 4 and 5.

export interface Problem {
  readonly batch: number;
  readonly classes: number;
  readonly dimension: number;
  readonly labels: readonly number[];
  readonly centerWeight: number;
  readonly classWeights?: readonly number[];
}

type Numbers = ArrayLike<number>;

export function centerLosses(
  {batch, classes, dimension, labels, centerWeight, classWeights}: Problem,
  [f, kernel, centers, bias]: readonly Numbers[],
): number[] {
  return Array.from({length: batch}, (_, i) => {
    const scores = Array.from({length: classes}, (_, j) => {
      let score = bias?.[j] ?? 0;
      for (let k = 0; k < dimension; k++) score += f![i * dimension + k]! * kernel![k * classes + j]!;
      return score;
    });
    const y = labels[i]!;
    const top = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
    let distance = 0;
    for (let k = 0; k < dimension; k++)
      distance += (f![i * dimension + k]! - centers![y * dimension + k]!) ** 2;
    const loss = Math.log(total) + top - scores[y]! + (centerWeight / 2) * distance;
    return loss * (classWeights?.[y] ?? 1);
  });
}

export function centersAfter(
  centers: Numbers,
  f: Numbers,
  labels: readonly number[],
  dimension: number,
  rate: number,
): Float64Array {
  const moved = Float64Array.from(centers);
  for (let j = 0; j * dimension < centers.length; j++) {
    const members = [...labels.keys()].filter((i) => labels[i] === j);
    for (let k = 0; k < dimension; k++) {
      const c = centers[j * dimension + k]!;
      let delta = 0;
      for (const i of members) delta += (c - f[i * dimension + k]!) / (1 + members.length);
      moved[j * dimension + k] = c - rate * delta;
    }
  }
  return moved;
}
