import {
  grad,
  serialization,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  zeros,
} from '@tensorflow/tfjs-core';
import {expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {
  type HeadConfig,
  LinearHead,
  type linearOptions,
  linearScores,
  softmaxSquaredError,
} from '../src/index.js';

class BrierHead extends LinearHead<Record<never, never>> {
  /** @nocollapse */
  static readonly className = 'IsomarginTestBrier';
  constructor(config: HeadConfig<typeof linearOptions>) {
    super('brier', {}, config);
  }
  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return softmaxSquaredError(scores, oneHot);
  }
}
serialization.registerClass(BrierHead);

/** ‖softmax(s) − onehot‖² in float64, with 1 − p_y as the sum of the others. */
function brier(scores: ArrayLike<number>, labels: readonly number[], classes: number): number[] {
  return labels.map((y, i) => {
    const s = Array.from({length: classes}, (_, j) => scores[i * classes + j]!);
    const powers = s.map((v) => Math.exp(v - Math.max(...s)));
    const total = powers.reduce((a, b) => a + b, 0);
    const others = powers.filter((_, j) => j !== y).map((v) => v / total);
    return others.reduce((a, p) => a + p * p, 0) + others.reduce((a, p) => a + p, 0) ** 2;
  });
}

onEachBackend(() => {
  test('linear scores', () => {
    const f = tensor2d([[1, 2]]);
    const kernel = tensor2d([
      [1, 0, 3],
      [0, 1, 1],
    ]);
    expect(linearScores(f, kernel).arraySync()).toEqual([[1, 2, 5]]);
    expect(linearScores(f, kernel, tensor1d([10, 20, 30])).arraySync()).toEqual([[11, 22, 35]]);
  });

  test('linear scores of shapes that do not fit', () => {
    expect(() => linearScores(zeros([1, 2]), zeros([3, 4]))).toThrow(
      'kernel must have shape [d, classes] for embeddings [batch, d], but has [3,4] for [1,2].',
    );
    expect(() => linearScores(zeros([1, 2]), zeros([2, 4]), zeros([1]))).toThrow(
      'bias must have shape [classes], here [4], but has [1].',
    );
  });

  test('a linear head owns kernel and bias; its scores are linear', () => {
    const head = new BrierHead({classes: 3, seed: 4});
    head.build([null, 5]);
    const [kernel, bias] = head.getWeights() as [Tensor2D, Tensor1D];
    expect([kernel.shape, bias.shape]).toEqual([[5, 3], [3]]);
    head.setWeights([kernel, tensor1d([1, 2, 3])]);
    const f = tensor2d(Float32Array.from(normals(10, 1)), [2, 5]);
    const expected = linearScores(f, kernel, tensor1d([1, 2, 3])).dataSync();
    expectClose((head.apply(f) as Tensor).dataSync(), expected, 1e-6);
    const without = new BrierHead({classes: 3, useBias: false});
    without.build([null, 5]);
    expect(without.getWeights().length).toBe(1);
    expect(without.getConfig()).toMatchObject({classes: 3, useBias: false});
  });

  // The last two are nearly saturated: one probability is 1 − 1e-4 or 1 − 1e-5, right and wrong.
  test.each([
    ['normal', Array.from(normals(12, 3)), [0, 2, 1, 1]],
    ['right', [9.2, 0.3, -1, 0.1, 0, 11.5, 0.2, -0.4], [0, 1]],
    ['wrong', [9.2, 0.3, -1, 0.1, 0, 11.5, 0.2, -0.4], [1, 3]],
  ] as const)('squared error of softmax: %s', (_, scores, labels) => {
    const classes = scores.length / labels.length;
    const s = Float32Array.from(scores);
    const oneHot = tensor2d(labels.map((y) => Array.from({length: classes}, (_, j) => (j === y ? 1 : 0))));
    const of = (x: Tensor): Tensor1D => softmaxSquaredError(x as Tensor2D, oneHot);
    const x = tensor2d(s, [labels.length, classes]);
    expectClose(of(x).dataSync(), brier(s, labels, classes), 1e-5);
    // Row by row, each on its own scale.
    const gradient = grad((v) => sum(of(v)))(x).dataSync();
    for (const [i] of labels.entries()) {
      const expected = finiteDifferences((v) => brier(v, labels, classes)[i]!, s, 1e-4);
      const row = (v: ArrayLike<number>): number[] => Array.from(v).slice(i * classes, (i + 1) * classes);
      expectClose(row(gradient), row(expected), 1e-4);
    }
  });

  test('squared error of softmax where it is saturated', () => {
    const scores = tensor2d([1e4, -1e4, 0, -1e4, 1e4, 0, 1e4, 1e4, -1e4], [3, 3]);
    const oneHot = tensor2d([1, 0, 0, 1, 0, 0, 0, 1, 0], [3, 3]);
    expectClose(softmaxSquaredError(scores, oneHot).dataSync(), [0, 2, 0.5], 1e-6);
    const gradient = grad((x) => sum(softmaxSquaredError(x as Tensor2D, oneHot)))(scores).dataSync();
    expectClose(gradient, [0, 0, 0, 0, 0, 0, 0.5, -0.5, 0], 1e-6);
  });
});
