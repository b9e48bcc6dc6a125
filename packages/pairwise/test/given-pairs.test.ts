import {
  grad,
  grads,
  mul,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import {expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {contrastivePairLoss} from '../src/index.js';
import {contrastivePairLosses} from './oracle.js';

const matrix = (values: ArrayLike<number>, columns: number): Tensor2D =>
  tensor2d(Float32Array.from(values), [values.length / columns, columns]);

onEachBackend(() => {
  const [pairs, dimension] = [6, 4];
  const same = [true, false, false, true, false, false];

  test.each([
    {margin: 1, normalize: false},
    {margin: 4, normalize: false},
    {margin: 0.7, normalize: true},
  ])('value and gradients: %j', (options) => {
    const numbers = [1, 2].map((seed) =>
      Float64Array.from(Float32Array.from(normals(pairs * dimension, seed), (v) => 0.7 * v)),
    );
    const inputs = numbers.map((values) => matrix(values, dimension));
    const oracle = (both: readonly Float64Array[]): number[] => {
      const [a, b] = both.map((embeddings) => ({batch: pairs, dimension, embeddings, labels: []}));
      return contrastivePairLosses(a!, b!, same, options);
    };
    const loss = (...[a, b]: Tensor[]): Tensor1D =>
      contrastivePairLoss(a as Tensor2D, b as Tensor2D, same, options);
    const losses = loss(...inputs);
    expect([losses.dtype, losses.shape]).toEqual(['float32', [pairs]]);
    expectClose(losses.dataSync(), oracle(numbers), 1e-5);
    const weights = Float64Array.from({length: pairs}, (_, i) => 1 + i / 4);
    const found = grads((...given) => sum(mul(loss(...given), tensor1d(Float32Array.from(weights)))))(inputs);
    for (const [at, values] of numbers.entries()) {
      const total = (x: Float64Array): number =>
        oracle(numbers.map((own, i) => (i === at ? x : own))).reduce(
          (a, value, i) => a + weights[i]! * value,
          0,
        );
      expectClose(found[at]!.dataSync(), finiteDifferences(total, values), 1e-3);
    }
  });

  test('of equal vectors: D² is 0, margin² where the classes differ, and no gradient', () => {
    const a = matrix([1, 2, 3, 4], 2);
    expectClose(contrastivePairLoss(a, a, [1, 0], {margin: 3}).dataSync(), [0, 9], 1e-6);
    const found = grad((x) => sum(contrastivePairLoss(x as Tensor2D, a, [1, 0], {margin: 3})))(a);
    expect([...found.dataSync()]).toEqual([0, 0, 0, 0]);
  });

  test('take a tensor of zeros and ones', () => {
    const [a, b] = [matrix([1, 2, 3, 4], 2), matrix([1, 1, 3, 3.5], 2)];
    for (const dtype of ['int32', 'float32', 'bool'] as const) {
      expectClose(contrastivePairLoss(a, b, tensor1d([1, 0], dtype)).dataSync(), [1, 0.25], 1e-6);
    }
  });

  test('bad input', () => {
    const a = matrix([1, 2, 3, 4], 2);
    expect(() => contrastivePairLoss(a, matrix([1, 2], 2), [1, 0])).toThrow(
      'first and second must have one shape [pairs, d], but have [2,2] and [1,2].',
    );
    expect(() => contrastivePairLoss(a, a, [1])).toThrow('one entry for each of the 2 pairs, but has 1.');
    expect(() => contrastivePairLoss(a, a, [1, 2])).toThrow('same[1] must be true, false, 1 or 0, but is 2.');
    expect(() => contrastivePairLoss(a, a, [1, 0], {margin: 0})).toThrow(
      'contrastivePairLoss: margin must be a number > 0, but got 0.',
    );
  });
});
