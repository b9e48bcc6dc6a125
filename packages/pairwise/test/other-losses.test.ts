import {
  grad,
  grads,
  mean,
  mul,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {contrastiveLoss, contrastivePairLoss, softmaxContrastiveLoss, tripletLoss} from '../src/index.js';
import {upstream, weightedTotal} from './cases.js';
import {contrastivePairLosses, type SoftmaxContrastiveProblem, softmaxContrastiveLosses} from './oracle.js';

const float32 = (values: Float64Array, factor = 1): Float64Array =>
  Float64Array.from(Float32Array.from(values, (v) => v * factor));
const matrix = (values: ArrayLike<number>, columns: number): Tensor2D =>
  tensor2d(Float32Array.from(values), [values.length / columns, columns]);

onEachBackend(() => {
  describe('softmax + contrastive', () => {
    const base = {batch: 6, classes: 4, dimension: 5, labels: [1, 0, 3, 2, 1, 1]};
    const cases: (SoftmaxContrastiveProblem & {scale?: number; withoutBias?: boolean})[] = [
      base,
      {...base, verificationWeight: 0.8, margin: 3},
      {...base, verificationWeight: 0},
      {...base, batch: 1, labels: [2]},
      {...base, labels: [3, 3, 3, 3, 3, 3], verificationWeight: 1},
      {...base, average: 'kinds', verificationWeight: 1, margin: 4, classWeights: [1, 0, 2.5, 10]},
      {...base, average: 'active', normalize: true, verificationWeight: 1, withoutBias: true},
      {...base, scale: 10, verificationWeight: 0.5, margin: 20},
      {...base, dimension: 512, scale: 0.04, verificationWeight: 1},
    ];

    test.each(cases)('value and gradients: %j', (c) => {
      const {batch, classes, dimension, labels, scale = 1, withoutBias = false, ...options} = c;
      const numbers = [
        float32(normals(batch * dimension, 1), scale),
        float32(normals(dimension * classes, 2)),
        ...(withoutBias ? [] : [float32(normals(classes, 3))]),
      ];
      const inputs: Tensor[] = [
        matrix(numbers[0]!, dimension),
        matrix(numbers[1]!, classes),
        ...(withoutBias ? [] : [tensor1d(Float32Array.from(numbers[2]!))]),
      ];
      const loss = (...[f, kernel, bias]: Tensor[]): Tensor1D =>
        softmaxContrastiveLoss(
          f as Tensor2D,
          labels,
          kernel as Tensor2D,
          bias as Tensor1D | undefined,
          options,
        );
      expectClose(loss(...inputs).dataSync(), softmaxContrastiveLosses(c, numbers), 1e-4);
      if (dimension > 100) return;
      const weights = tensor1d(Float32Array.from(upstream(batch)));
      const found = grads((...given) => sum(mul(loss(...given), weights)))(inputs);
      for (const [at, values] of numbers.entries()) {
        const expected = finiteDifferences(
          (x) => weightedTotal(softmaxContrastiveLosses(c, numbers.with(at, x))),
          values,
        );
        expectClose(found[at]!.dataSync(), expected, 1e-3, 1e-4);
      }
    });

    test('an integer class weight is not the same as repeating: new pairs', () => {
      const kernel = matrix([1, 0, 0.5, 2], 2);
      const of = (f: number[], labels: number[], classWeights?: number[]): number =>
        sum(softmaxContrastiveLoss(matrix(f, 2), labels, kernel, undefined, {classWeights})).dataSync()[0]!;
      const weighted = of([0.1, 0.2, -0.1, 0], [0, 1], [1, 2]);
      const repeated = of([0.1, 0.2, -0.1, 0, -0.1, 0], [0, 1, 1]);
      expect(Math.abs(weighted - repeated)).toBeGreaterThan(1e-4);
    });
  });

  describe('given pairs', () => {
    const [pairs, dimension] = [6, 4];
    const same = [true, false, false, true, false, false];
    test.each([{}, {margin: 4}, {margin: 0.7, normalize: true}])('value and gradients: %j', (options) => {
      const numbers = [1, 2].map((seed) => float32(normals(pairs * dimension, seed), 0.7));
      const inputs = numbers.map((values) => matrix(values, dimension));
      const oracle = ([a, b]: readonly Float64Array[]): number[] =>
        contrastivePairLosses({batch: pairs, dimension, ...options}, a!, b!, same);
      const loss = (...[a, b]: Tensor[]): Tensor1D =>
        contrastivePairLoss(a as Tensor2D, b as Tensor2D, same, options);
      const losses = loss(...inputs);
      expect([losses.dtype, losses.shape]).toEqual(['float32', [pairs]]);
      expectClose(losses.dataSync(), oracle(numbers), 1e-5);
      const weights = tensor1d(Float32Array.from(upstream(pairs)));
      const found = grads((...given) => sum(mul(loss(...given), weights)))(inputs);
      for (const [at, values] of numbers.entries()) {
        const expected = finiteDifferences((x) => weightedTotal(oracle(numbers.with(at, x))), values);
        expectClose(found[at]!.dataSync(), expected, 1e-3, 1e-4);
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
      expect(() => contrastivePairLoss(a, a, [1, 2])).toThrow(
        'same[1] must be true, false, 1 or 0, but is 2.',
      );
      expect(() => contrastivePairLoss(a, a, [1, 0], {margin: 0})).toThrow(
        'contrastivePairLoss: margin must be a number > 0, but got 0.',
      );
    });
  });

  describe('labels', () => {
    const batch = (): Tensor2D => matrix(normals(12, 1), 2);
    const losses = [
      ['contrastive', (labels: Parameters<typeof contrastiveLoss>[1], options?: object) => contrastiveLoss(batch(), labels, options)],
      ['triplet', (labels: Parameters<typeof contrastiveLoss>[1], options?: object) => tripletLoss(batch(), labels, options)],
    ] as const; // biome-ignore format: a table

    test.each(losses)('%s: of any form, and numbers without an upper bound', (_, loss) => {
      const labels = [0, 2, 0, 1, 2, 2];
      const expected = loss(labels).dataSync();
      const rows = labels.flatMap((label) => [0, 1, 2].map((j) => Number(j === label)));
      for (const other of [
        Int32Array.from(labels),
        tensor1d(labels, 'int32'),
        tensor1d(labels),
        tensor2d(labels, [6, 1]),
        tensor2d(rows, [6, 3]),
        labels.map((label) => 1_000_000_007 * Number(label > 0) + label),
      ]) {
        expect(loss(other).dataSync()).toEqual(expected);
      }
      const classWeights = [1, 5, 2];
      const weighted = Array.from(expected, (loss, i) => loss * classWeights[labels[i]!]!);
      expectClose(loss(labels, {classWeights}).dataSync(), weighted, 1e-6);
      expectClose(loss(tensor2d(rows, [6, 3]), {classWeights}).dataSync(), weighted, 1e-6);
    });

    test.each(losses)('%s: that are wrong', (_, loss) => {
      expect(() => loss([0, 1])).toThrow('one entry for each of the 6 examples, but have 2.');
      expect(() => loss([0, 1, 0.5, 0, 0, 0])).toThrow('labels[2] must be an integer from 0 to');
      expect(() => loss([0, 1, -1, 0, 0, 0])).toThrow('labels[2] must be an integer from 0 to');
      expect(() => loss([0, 1, 2, 0, 0, 0], {classWeights: [1, 1]})).toThrow(
        'labels[2] must be an integer from 0 to 1, but is 2.',
      );
      expect(() => loss([0, 1, 2, 0, 0, 0], {classWeight: [1, 1]})).toThrow("Did you mean 'classWeights'?");
    });
  });

  test('the mean over the batch is the mean over pairs, and over triplets', () => {
    const labels = [0, 0, 1, 1, 1, 2, 0];
    const f = matrix(normals(14, 3), 2);
    const d2 = (i: number, j: number): number => {
      const x = f.dataSync();
      return (x[2 * i]! - x[2 * j]!) ** 2 + (x[2 * i + 1]! - x[2 * j + 1]!) ** 2;
    };
    const everyone = labels.map((_, i) => i);
    const pairs = everyone.flatMap((i) =>
      everyone
        .filter((j) => j < i)
        .map((j) => (labels[i] === labels[j] ? d2(i, j) : Math.max(0, 1 - Math.sqrt(d2(i, j))) ** 2)),
    );
    const average = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    expectClose(mean(contrastiveLoss(f, labels)).dataSync(), [average(pairs)], 1e-5);
    const triplets = everyone.flatMap((a) =>
      everyone
        .filter((p) => p !== a && labels[p] === labels[a])
        .flatMap((p) =>
          everyone.filter((n) => labels[n] !== labels[a]).map((n) => Math.max(0, d2(a, p) - d2(a, n) + 0.2)),
        ),
    );
    const found = mean(tripletLoss(f, labels, {mining: 'all', normalize: false}));
    expectClose(found.dataSync(), [average(triplets)], 1e-5);
    const active = mean(tripletLoss(f, labels, {mining: 'all', normalize: false, average: 'active'}));
    expectClose(active.dataSync(), [average(triplets.filter((loss) => loss > 0))], 1e-5);
  });

  test('equal embeddings have a distance of exactly 0, in any dimension and place of the batch', () => {
    for (const [n, dimension] of [
      [7, 5],
      [33, 64],
    ] as const) {
      const f = normals(n * dimension, 4);
      const twice = matrix([...f, ...f], dimension);
      const labels = Array.from({length: 2 * n}, (_, i) => i % n);
      const losses = contrastiveLoss(twice, labels, {margin: 1e-3}).dataSync();
      expect([...losses]).toEqual(Array(2 * n).fill(0));
    }
  });

  test('not a number stays not a number', () => {
    const f = matrix([1, 2, Number.NaN, 4, 5, 6, 7, 8], 2);
    for (const mining of ['all', 'batch-hard', 'semi-hard'] as const) {
      expect(mean(tripletLoss(f, [0, 0, 1, 1], {mining})).dataSync()[0]).toBeNaN();
    }
    expect(mean(contrastiveLoss(f, [0, 0, 1, 1])).dataSync()[0]).toBeNaN();
  });

  test('bad options', () => {
    const f = matrix([1, 2, 3, 4], 2);
    expect(() => tripletLoss(f, [0, 1], {margin: -1})).toThrow(
      "tripletLoss: margin must be a number >= 0, or 'soft', but got -1.",
    );
    expect(() => tripletLoss(f, [0, 1], {mining: 'hard' as 'all'})).toThrow(
      "tripletLoss: mining must be one of 'all', 'batch-hard', 'semi-hard', but got 'hard'.",
    );
    expect(() => contrastiveLoss(f, [0, 1], {average: 'mean' as 'all'})).toThrow(
      "contrastiveLoss: average must be one of 'all', 'kinds', 'active', but got 'mean'.",
    );
    expect(() => contrastiveLoss(f, [0, 1], {normalise: true} as object)).toThrow(
      "Did you mean 'normalize'?",
    );
    const kernel = matrix([1, 0, 0, 1], 2);
    expect(() => softmaxContrastiveLoss(f, [0, 2], kernel)).toThrow(
      'labels[1] must be an integer from 0 to 1',
    );
    expect(() => softmaxContrastiveLoss(f, [0, 1], kernel, undefined, {verificationWeight: -1})).toThrow(
      'softmaxContrastiveLoss: verificationWeight must be a number >= 0, but got -1.',
    );
  });
});
