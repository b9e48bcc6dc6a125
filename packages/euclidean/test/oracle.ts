// ‖p − onehot‖² in float64 with plain loops.

import type {ScoresOracle} from '../../../tools/testing/linear-loss.js';

function softmax(scores: readonly number[]): number[] {
  const powers = scores.map((s) => Math.exp(s - Math.max(...scores)));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / total);
}

export function euclideanOracle(compare: 'probabilities' | 'scores'): ScoresOracle {
  return (scores, labels, classes) =>
    labels.map((y, i) => {
      const row = Array.from(scores.subarray(i * classes, (i + 1) * classes));
      const p = compare === 'scores' ? row : softmax(row);
      return p.reduce((sum, v, j) => sum + (v - (j === y ? 1 : 0)) ** 2, 0);
    });
}
