import {crossEntropyFromLogits, oneHotLabels} from '@isomargin/core';
import {grads, matMul, sum, type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {testPureFunction} from '../../../tools/testing/pure-function.js';
import {
  type LargeMarginSoftmaxLossOptions,
  largeMarginSoftmax,
  largeMarginSoftmaxLoss,
} from '../src/index.js';

const rows = (values: ArrayLike<number>, columns: number): Tensor2D =>
  tensor2d(Float32Array.from(values), [values.length / columns, columns]);

/** Loss and both gradients. */
function computed(
  f: Tensor2D,
  w: Tensor2D,
  labels: readonly number[],
  options: LargeMarginSoftmaxLossOptions,
): [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>] {
  const loss = (x: Tensor2D, k: Tensor2D): Tensor1D => largeMarginSoftmaxLoss(x, [...labels], k, options);
  const [ofF, ofW] = grads((x, k) => sum(loss(x as Tensor2D, k as Tensor2D)))([f, w]);
  return [loss(f, w).dataSync(), ofF!.dataSync(), ofW!.dataSync()];
}

testPureFunction<{m?: number}>({
  name: 'largeMarginSoftmaxLoss',
  head: (options) => largeMarginSoftmax({...options, annealing: 'none'}),
  loss: (embeddings, labels, {kernel}, options) =>
    largeMarginSoftmaxLoss(embeddings, labels, kernel as Tensor2D, options),
  settings: [{}, {m: 2}, {m: 1}],
});

onEachBackend(() => {
  describe.each([2, 3, 4, 5])('m = %d', (m) => {
    const w = [3, 0, 0, -1, 2, 1];
    const at = (angle: number, radius = 2): number[] => [radius * Math.cos(angle), radius * Math.sin(angle)];

    test('runs on without a step over the boundaries of the pieces', () => {
      for (let k = 1; k < m; k++) {
        const angles = [-1e-4, 0, 1e-4].map((shift) => (k * Math.PI) / m + shift);
        const [losses, ofF] = computed(tensor2d(angles.map((angle) => at(angle))), rows(w, 2), [0, 0, 0], {
          m,
        });
        expectClose(losses, Array(3).fill(losses[1]!), 1e-3);
        const [before, on, after] = [0, 2, 4].map((i) => [ofF[i]!, ofF[i + 1]!]);
        expectClose(before!, on!, 1e-2);
        expectClose(after!, on!, 1e-2);
      }
    });

    test.each([
      ['embeddings', [0, 0, 0, 0, 0, 0, 0, 0], w],
      ['weights', [1, 2, 0.5, 0.1, -1, 0, 0, 3], [0, 0, 0, 0, 0, 0]],
      ['embeddings and weights', [0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]],
    ])('%s of zeros: log 3, finite gradients', (_, f, weights) => {
      const [losses, ...gradients] = computed(rows(f, 2), rows(weights, 2), [0, 1, 2, 0], {m});
      expectClose(losses, Array(4).fill(Math.log(3)), 1e-6);
      for (const gradient of gradients) {
        expect(Array.from(gradient).every((v) => Math.abs(v) < 100)).toBe(true);
      }
    });

    test('the margin makes the loss larger, and less so where annealed', () => {
      const f = rows(normals(20, 5), 2);
      const y = Array.from({length: 10}, (_, i) => i % 3);
      const sums = [{m: 1}, {m, cosineWeight: 5}, {m}].map((options) =>
        largeMarginSoftmaxLoss(f, y, rows(w, 2), options).dataSync(),
      );
      for (let i = 0; i < y.length; i++) {
        expect(sums[1]![i]!).toBeGreaterThan(sums[0]![i]!);
        expect(sums[2]![i]!).toBeGreaterThan(sums[1]![i]!);
      }
    });
  });

  test('m = 1 is softmax without bias', () => {
    const [f, w] = [rows(normals(12, 1), 4), rows(normals(20, 2), 4)];
    const labels = [4, 0, 2];
    const [losses, ofF, ofW] = computed(f, w, labels, {m: 1, cosineWeight: 3});
    const rightAnswers = oneHotLabels(labels, 5);
    const parent = (x: Tensor2D, k: Tensor2D): Tensor1D =>
      crossEntropyFromLogits(matMul(x, k, false, true) as Tensor2D, rightAnswers);
    const [parentF, parentW] = grads((x, k) => sum(parent(x as Tensor2D, k as Tensor2D)))([f, w]);
    expect(losses).toEqual(parent(f, w).dataSync());
    expect(ofF).toEqual(parentF!.dataSync());
    expect(ofW).toEqual(parentW!.dataSync());
  });

  test('bad options', () => {
    const [f, w] = [rows([1, 2], 2), rows([1, 0, 0, 1, 1, 1], 2)];
    const of =
      (labels: number[], options = {}) =>
      () =>
        largeMarginSoftmaxLoss(f, labels, w, options);
    expect(of([0], {m: 0})).toThrow('largeMarginSoftmaxLoss: m must be an integer >= 1, but got 0.');
    expect(of([0], {m: 2.5})).toThrow('largeMarginSoftmaxLoss: m must be an integer >= 1, but got 2.5.');
    expect(of([0], {cosineWeight: -1})).toThrow('cosineWeight must be a number >= 0, but got -1.');
    expect(of([0], {cosinWeight: 1})).toThrow("Did you mean 'cosineWeight'?");
  });
});
