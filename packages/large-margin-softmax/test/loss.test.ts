import {crossEntropyFromLogits, oneHotLabels} from '@isomargin/core';
import {grads, matMul, sum, type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {type LargeMarginSoftmaxLossOptions, largeMarginSoftmaxLoss} from '../src/index.js';
import {largeMarginLosses, type Problem} from './oracle.js';

interface Case extends Problem {
  readonly name: string;
  /** Factor on the embeddings, and on the weights. */
  readonly scale?: readonly [number, number];
}

const base = {batch: 6, classes: 4, dimension: 5, labels: [1, 0, 3, 2, 1, 1], m: 4, cosineWeight: 0};
const norm = Math.sqrt(5);
const cases: Case[] = [
  ...[1, 2, 3, 4, 5, 8].map((m) => ({name: `m = ${m}`, ...base, m})),
  {name: 'annealed, early', ...base, cosineWeight: 1000},
  {name: 'annealed, late', ...base, cosineWeight: 5},
  {name: 'batch of 1', ...base, batch: 1, labels: [2]},
  {name: 'two classes, two dimensions', ...base, classes: 2, dimension: 2, labels: [1, 0, 0, 1, 1, 1]},
  {name: 'a class absent', ...base, labels: [0, 0, 1, 1, 2, 2]},
  {name: 'one class only', ...base, labels: [3, 3, 3, 3, 3, 3]},
  {name: 'embeddings of norm 1e-6', ...base, scale: [1e-6 / norm, 1]},
  {name: 'weights of norm 1e-6', ...base, scale: [1, 1e-6 / norm]},
  {name: 'embeddings of norm 1e4, saturated', ...base, scale: [1e4 / norm, 1]},
  {name: 'class weights', ...base, cosineWeight: 1, classWeights: [1, 0, 2.5, 10]},
  {name: 'many classes and dimensions', ...base, classes: 50, dimension: 64, scale: [0.3, 0.3]},
];

const float32 = (values: Float64Array, factor = 1): Float64Array =>
  Float64Array.from(Float32Array.from(values, (v) => v * factor));
const total = (losses: number[]): number => losses.reduce((a, b) => a + b, 0);
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

onEachBackend(() => {
  describe.each(cases)('$name', (c) => {
    const f = float32(normals(c.batch * c.dimension, 1), c.scale?.[0]);
    const w = float32(normals(c.classes * c.dimension, 2), c.scale?.[1]);
    const {m, cosineWeight, classWeights} = c;

    test('value and gradients, against finite differences', () => {
      const given = rows(f, c.dimension);
      const [losses, ofF, ofW] = computed(given, rows(w, c.dimension), c.labels, {
        m,
        cosineWeight,
        classWeights,
      });
      expect(losses).toBeInstanceOf(Float32Array);
      expectClose(losses, largeMarginLosses(c, f, w), 1e-4);
      const largest = (values: Float64Array): number => Math.max(...values.map(Math.abs));
      const byF = finiteDifferences((x) => total(largeMarginLosses(c, x, w)), f, steps(f));
      const byW = finiteDifferences((x) => total(largeMarginLosses(c, f, x)), w, steps(w));
      expectClose(ofF, byF, 1e-3, 1e-6 * largest(w));
      expectClose(ofW, byW, 1e-3, 1e-6 * largest(f));
    });
  });

  describe.each([2, 3, 4, 5])('m = %d', (m) => {
    const w = [3, 0, 0, -1, 2, 1];
    const labels = [0, 0, 0, 0];
    const at = (angle: number, radius = 2): number[] => [radius * Math.cos(angle), radius * Math.sin(angle)];

    test.each([
      ['collinear', [at(0), at(0, 1e-6), at(0, 1e4), at(0, 1)]],
      ['anti-parallel', [at(Math.PI), [-1e-6, 0], [-1e4, 0], [-1, 0]]],
    ] as [string, number[][]][])('%s', (_, f) => {
      const problem = {...base, batch: 4, classes: 3, dimension: 2, labels, m};
      const [losses, ofF, ofW] = computed(tensor2d(f), rows(w, 2), labels, {m});
      expectClose(losses, largeMarginLosses(problem, f.flat(), w), 1e-4);
      // Around θ = 0 and π the oracle's arc cosine loses digits: a wider step.
      for (const [i, row] of f.entries()) {
        const one = {...problem, batch: 1, labels: [0]};
        const length = Math.hypot(...row);
        const by = finiteDifferences(
          (x) =>
            total(
              largeMarginLosses(
                one,
                [...x].map((v) => v * length),
                w,
              ),
            ),
          row.map((v) => v / length),
          1e-4,
        );
        expectClose([ofF[2 * i]! * length, ofF[2 * i + 1]! * length], by, 2e-3, 1e-3 * length);
      }
      expect([...Array.from(ofW)].every(Number.isFinite)).toBe(true);
    });

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

  test('an integer class weight equals repeating the example', () => {
    const w = rows([1, 0, 0.5, 2], 2);
    const weighted = largeMarginSoftmaxLoss(rows([1, 2, -1, 0.5], 2), [0, 1], w, {classWeights: [1, 2]});
    const repeated = largeMarginSoftmaxLoss(rows([1, 2, -1, 0.5, -1, 0.5], 2), [0, 1, 1], w);
    expectClose([sum(weighted).dataSync()[0]!], [sum(repeated).dataSync()[0]!], 1e-6);
  });

  test('bad labels and options', () => {
    const [f, w] = [rows([1, 2], 2), rows([1, 0, 0, 1, 1, 1], 2)];
    const of =
      (labels: number[], options = {}) =>
      () =>
        largeMarginSoftmaxLoss(f, labels, w, options);
    expect(of([3])).toThrow('labels[0] must be an integer from 0 to 2, but is 3.');
    expect(of([-1])).toThrow('labels[0] must be an integer from 0 to 2, but is -1.');
    expect(of([0.5])).toThrow('labels[0] must be an integer from 0 to 2, but is 0.5.');
    expect(of([0, 1])).toThrow('one entry for each of the 1 examples, but have 2.');
    expect(of([0], {m: 0})).toThrow('largeMarginSoftmaxLoss: m must be an integer >= 1, but got 0.');
    expect(of([0], {m: 2.5})).toThrow('largeMarginSoftmaxLoss: m must be an integer >= 1, but got 2.5.');
    expect(of([0], {cosineWeight: -1})).toThrow('cosineWeight must be a number >= 0, but got -1.');
    expect(of([0], {cosinWeight: 1})).toThrow("Did you mean 'cosineWeight'?");
    expect(of([0], {classWeights: [1, 2]})).toThrow('one number for each of the 3 classes, but has 2.');
  });
});

/** A step for values of any scale: finiteDifferences takes it relative to values above 1e-3. */
function steps(values: Float64Array): number {
  const largest = Math.max(...values.map(Math.abs));
  return largest < 1e-3 ? largest : 1e-5;
}
