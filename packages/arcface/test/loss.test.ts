import {grads, sum, type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {arcfaceLoss} from '../src/index.js';
import {arcfaceLosses, type Problem} from './oracle.js';

interface Case extends Problem {
  readonly name: string;
  /** Factors on the embeddings and on the kernel. */
  readonly factors?: readonly [number, number];
  /** Embeddings become this times the column of the class after their own. */
  readonly alongNext?: number;
}

const base = {batch: 6, classes: 4, dimension: 5, labels: [1, 0, 3, 2, 1, 1], scale: 64, margin: 0.5};
const cases: Case[] = [
  {name: 'plain', ...base},
  {name: 'small scale', ...base, scale: 2},
  {name: 'easy margin', ...base, easyMargin: true},
  {name: 'sub-centres', ...base, subcenters: 3},
  {name: 'large margin', ...base, margin: 1.5, scale: 10},
  {name: 'no margin', ...base, margin: 0},
  {name: 'batch of 1', ...base, batch: 1, labels: [2]},
  {name: 'two classes', ...base, classes: 2, labels: [1, 0, 0, 1, 1, 1]},
  {name: 'a class absent', ...base, labels: [0, 0, 1, 1, 2, 2]},
  {name: 'one class only', ...base, labels: [3, 3, 3, 3, 3, 3]},
  {name: 'embeddings of norm 1e-6', ...base, factors: [4e-7, 1]},
  {name: 'embeddings of norm 1e4', ...base, factors: [4e3, 1]},
  {name: 'kernel of norm 1e-6', ...base, factors: [1, 4e-7]},
  {name: 'kernel of norm 1e4', ...base, factors: [1, 4e3]},
  {name: 'class weights', ...base, classWeights: [1, 0, 2.5, 10]},
  {name: 'along a wrong column', ...base, alongNext: 2},
  {
    name: 'many classes and dimensions',
    ...base,
    batch: 5,
    labels: [0, 9, 19, 7, 7],
    classes: 20,
    dimension: 24,
  },
];

const float32 = (values: Float64Array, factor = 1): Float64Array =>
  Float64Array.from(Float32Array.from(values, (v) => v * factor));
const total = (losses: number[]): number => losses.reduce((a, b) => a + b, 0);

function inputs(c: Case): {f: Float64Array; w: Float64Array} {
  const [ofF, ofW] = c.factors ?? [1, 1];
  const columns = c.classes * (c.subcenters ?? 1);
  const f = float32(normals(c.batch * c.dimension, 1), ofF);
  const w = float32(normals(c.dimension * columns, 2), ofW);
  if (c.alongNext !== undefined) {
    for (const [i, y] of c.labels.entries()) {
      const column = (y + 1) % c.classes;
      for (let k = 0; k < c.dimension; k++) {
        f[i * c.dimension + k] = c.alongNext * w[k * c.classes + column]!;
      }
    }
  }
  return {f, w};
}

onEachBackend(() => {
  describe.each(cases)('$name', (c) => {
    const {f, w} = inputs(c);
    const tensors = (): [Tensor2D, Tensor2D] => [
      tensor2d(Float32Array.from(f), [c.batch, c.dimension]),
      tensor2d(Float32Array.from(w), [c.dimension, c.classes * (c.subcenters ?? 1)]),
    ];
    const {scale, margin, subcenters, easyMargin, classWeights} = c;
    const loss = (embeddings: Tensor2D, kernel: Tensor2D): Tensor1D =>
      arcfaceLoss(embeddings, c.labels, kernel, {scale, margin, subcenters, easyMargin, classWeights});

    test('value', () => {
      const losses = loss(...tensors());
      expect([losses.dtype, losses.shape]).toEqual(['float32', [c.batch]]);
      expectClose(losses.dataSync(), arcfaceLosses(c, f, w), 1e-4);
    });

    test('gradients, against finite differences', () => {
      const [ofF, ofW] = grads((a, b) => sum(loss(a as Tensor2D, b as Tensor2D)))(tensors());
      const stepFor = (factor: number): number => 1e-5 * Math.min(1, 1e3 * factor);
      const [factorOfF, factorOfW] = c.factors ?? [1, 1];
      const byF = finiteDifferences((x) => total(arcfaceLosses(c, x, w)), f, stepFor(factorOfF));
      const byW = finiteDifferences((x) => total(arcfaceLosses(c, f, x)), w, stepFor(factorOfW));
      expectClose(ofF!.dataSync(), byF, 1e-3);
      expectClose(ofW!.dataSync(), byW, 1e-3);
    });
  });

  test('zero embeddings and zero columns: a cosine of 0, and no gradient of their own', () => {
    const f = tensor2d([0, 0, 1, 2], [2, 2]);
    const w = tensor2d([0, 3, 0, 4], [2, 2]);
    const loss = (a: Tensor2D, b: Tensor2D): Tensor1D => arcfaceLoss(a, [1, 0], b, {scale: 2});
    const problem = {batch: 2, classes: 2, dimension: 2, labels: [1, 0], scale: 2, margin: 0.5};
    expectClose(loss(f, w).dataSync(), arcfaceLosses(problem, f.dataSync(), w.dataSync()), 1e-5);
    const [ofF, ofW] = grads((a, b) => sum(loss(a as Tensor2D, b as Tensor2D)))([f, w]);
    expect([...ofF!.dataSync(), ...ofW!.dataSync()].every(Number.isFinite)).toBe(true);
    const ofZeros = [...ofF!.dataSync().slice(0, 2), ofW!.dataSync()[0]!, ofW!.dataSync()[2]!];
    expect(ofZeros.map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  describe('at angles of 0 and π, where the slope of cos(θ + m) has no end', () => {
    const w = Float32Array.from(normals(20, 2));
    const kernel = () => tensor2d(w, [5, 4]);
    const along = (factor: number) =>
      tensor2d(
        Float32Array.from({length: 5}, (_, k) => factor * w[k * 4 + 1]!),
        [1, 5],
      );
    const p = {batch: 1, classes: 4, dimension: 5, labels: [1], scale: 64, margin: 0.5};
    test.each([
      ['along', 2, false],
      ['along, tiny', 1e-6, false],
      ['along, huge', 1e4, false],
      ['along, easy margin', 2, true],
      ['against', -2, false],
      ['against, easy margin', -2, true],
    ])('%s the own column', (_, factor, easyMargin) => {
      const loss = (a: Tensor2D, b: Tensor2D): Tensor1D => arcfaceLoss(a, [1], b, {easyMargin});
      const expected = arcfaceLosses({...p, easyMargin}, along(factor).dataSync(), w)[0]!;
      // A cosine that is 6e-8 off is an angle that is 3.5e-4 off.
      expect(Math.abs(loss(along(factor), kernel()).dataSync()[0]! - expected)).toBeLessThan(64 * 3.5e-4);
      const [ofF, ofW] = grads((a, b) => sum(loss(a as Tensor2D, b as Tensor2D)))([along(factor), kernel()]);
      // The angle changes by at most 1/norm for a step of 1, and the loss by at most 2 · 64 for a radian.
      const norm = Math.hypot(...along(factor).dataSync());
      for (const v of ofF!.dataSync()) expect(Math.abs(v)).toBeLessThan((2 * 64) / norm);
      for (const v of ofW!.dataSync()) expect(Number.isFinite(v)).toBe(true);
    });

    test('a batch of equal embeddings between opposite columns', () => {
      const same = tensor2d([1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5], [3, 5]);
      const columns = tensor2d([1, -1, 2, -2, 3, -3, 4, -4, 5, -5], [5, 2]);
      const [ofF, ofW] = grads((a, b) => sum(arcfaceLoss(a as Tensor2D, [0, 1, 0], b as Tensor2D)))([
        same,
        columns,
      ]);
      expect([...ofF!.dataSync(), ...ofW!.dataSync()].every(Number.isFinite)).toBe(true);
    });
  });

  test.each([false, true])('on both sides of π − m and of a right angle, easyMargin %s', (easyMargin) => {
    const limit = Math.PI - 0.5;
    const angles = [limit - 1e-3, limit + 1e-3, 3, 0.3, Math.PI / 2 - 1e-3, Math.PI / 2 + 1e-3];
    const f = Float64Array.from(Float32Array.from(angles.flatMap((a) => [Math.cos(a), Math.sin(a)])));
    const w = Float64Array.from([1, 0, 0, 1]);
    const options = {scale: 3, margin: 0.5, easyMargin};
    const p = {batch: 6, classes: 2, dimension: 2, labels: [0, 0, 0, 0, 0, 0], ...options};
    const loss = (a: Tensor2D, b: Tensor2D): Tensor1D => arcfaceLoss(a, p.labels, b, options);
    const tensors: [Tensor2D, Tensor2D] = [
      tensor2d(Float32Array.from(f), [6, 2]),
      tensor2d(Float32Array.from(w), [2, 2]),
    ];
    expectClose(loss(...tensors).dataSync(), arcfaceLosses(p, f, w), 1e-5);
    const [ofF] = grads((a, b) => sum(loss(a as Tensor2D, b as Tensor2D)))(tensors);
    const byF = finiteDifferences((x) => total(arcfaceLosses(p, x, w)), f, 1e-5);
    expectClose(ofF!.dataSync(), byF, 1e-3);
  });

  test('of equal sub-centres the first gets the gradient, and only once', () => {
    const f = tensor2d([[1, 2]]);
    const gradients = (w: Tensor2D, subcenters: number): number[][] =>
      grads((a, b) => sum(arcfaceLoss(a as Tensor2D, [0], b as Tensor2D, {scale: 4, subcenters})))([
        f,
        w,
      ]).map((g) => [...g.dataSync()]);
    const [ofF, ofOne] = gradients(tensor2d([1, 0, 0, 1], [2, 2]), 1);
    const [ofFAgain, ofTwice] = gradients(tensor2d([1, 0, 1, 0, 0, 1, 0, 1], [2, 4]), 2);
    expectClose(ofFAgain!, ofF!, 1e-6);
    expectClose(ofTwice!, [ofOne![0]!, ofOne![1]!, 0, 0, ofOne![2]!, ofOne![3]!, 0, 0], 1e-6);
  });

  test('an integer class weight equals repeating the example', () => {
    const f = Float32Array.from(normals(10, 3));
    const w = tensor2d(Float32Array.from(normals(15, 4)), [5, 3]);
    const once = arcfaceLoss(tensor2d(f, [2, 5]), [2, 0], w, {classWeights: [1, 1, 3]});
    const repeated = arcfaceLoss(
      tensor2d([f.slice(0, 5), f.slice(0, 5), f.slice(0, 5), f.slice(5)].map((row) => [...row])),
      [2, 2, 2, 0],
      w,
    );
    expectClose(sum(once).dataSync(), sum(repeated).dataSync(), 1e-6);
  });

  test('bad labels and options', () => {
    const f = tensor2d([[1, 2]]);
    const w = tensor2d([1, 0, 3, 0, 1, 1], [2, 3]);
    expect(() => arcfaceLoss(f, [3], w)).toThrow('labels[0] must be an integer from 0 to 2, but is 3.');
    expect(() => arcfaceLoss(f, [0, 1], w)).toThrow('one entry for each of the 1 examples, but have 2.');
    expect(() => arcfaceLoss(f, [0], w, {scale: 0})).toThrow(
      'arcfaceLoss: scale must be a number > 0, but got 0.',
    );
    expect(() => arcfaceLoss(f, [0], w, {margin: -0.1})).toThrow(
      'arcfaceLoss: margin must be a number >= 0 and <= 1.57, but got -0.1.',
    );
    expect(() => arcfaceLoss(f, [0], w, {margin: 28.6})).toThrow(
      'arcfaceLoss: margin must be a number >= 0 and <= 1.57, but got 28.6.',
    );
    expect(() => arcfaceLoss(f, [0], w, {subcenters: 2})).toThrow(
      "arcfaceLoss: subcenters must divide the kernel's 3 columns, but is 2.",
    );
    expect(() => arcfaceLoss(f, [0], w, {margn: 1} as object)).toThrow(
      "arcfaceLoss: unknown option 'margn'. Did you mean 'margin'?",
    );
    expect(() => arcfaceLoss(f, [0], w, {classWeights: [1, 2]})).toThrow(
      'classWeights must have one number for each of the 3 classes, but has 2.',
    );
  });
});
