import {grads, sum, type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {spherefaceLoss} from '../src/index.js';
import {type Problem, spherefaceLosses} from './oracle.js';

interface Case extends Problem {
  readonly name: string;
  /** Factors on the embeddings and on the kernel. */
  readonly factors?: readonly [number, number];
  /** Embeddings become this times the column of their own class, or of the next. */
  readonly along?: {readonly which: 'own' | 'next'; readonly factor: number};
}

const base = {batch: 6, classes: 4, dimension: 5, labels: [1, 0, 3, 2, 1, 1], m: 4};
const cases: Case[] = [
  {name: 'plain', ...base},
  {name: 'm = 1', ...base, m: 1},
  {name: 'm = 2', ...base, m: 2},
  {name: 'm = 3', ...base, m: 3},
  {name: 'm = 7', ...base, m: 7},
  {name: 'annealed', ...base, lambda: 5},
  {name: 'batch of 1', ...base, batch: 1, labels: [2]},
  {name: 'two classes', ...base, classes: 2, labels: [1, 0, 0, 1, 1, 1]},
  {name: 'a class absent', ...base, labels: [0, 0, 1, 1, 2, 2]},
  {name: 'one class only', ...base, labels: [3, 3, 3, 3, 3, 3]},
  {name: 'embeddings of norm 1e-6', ...base, factors: [4e-7, 1]},
  {name: 'embeddings of norm 1e4', ...base, factors: [4e3, 1]},
  {name: 'kernel of norm 1e-6', ...base, factors: [1, 4e-7]},
  {name: 'kernel of norm 1e4', ...base, factors: [1, 4e3]},
  {name: 'class weights', ...base, classWeights: [1, 0, 2.5, 10]},
  {name: 'along the own column', ...base, along: {which: 'own', factor: 2}},
  {name: 'against the own column', ...base, along: {which: 'own', factor: -2}},
  {name: 'along a wrong column', ...base, along: {which: 'next', factor: 2}},
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
  const f = float32(normals(c.batch * c.dimension, 1), ofF);
  const w = float32(normals(c.dimension * c.classes, 2), ofW);
  if (c.along !== undefined) {
    for (const [i, y] of c.labels.entries()) {
      const column = c.along.which === 'own' ? y : (y + 1) % c.classes;
      for (let k = 0; k < c.dimension; k++) {
        f[i * c.dimension + k] = c.along.factor * w[k * c.classes + column]!;
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
      tensor2d(Float32Array.from(w), [c.dimension, c.classes]),
    ];
    const {m, lambda, classWeights} = c;
    const loss = (embeddings: Tensor2D, kernel: Tensor2D): Tensor1D =>
      spherefaceLoss(embeddings, c.labels, kernel, {m, lambda, classWeights});

    test('value', () => {
      const losses = loss(...tensors());
      expect([losses.dtype, losses.shape]).toEqual(['float32', [c.batch]]);
      expectClose(losses.dataSync(), spherefaceLosses(c, f, w), 1e-4);
    });

    test('gradients, against finite differences', () => {
      const [ofF, ofW] = grads((a, b) => sum(loss(a as Tensor2D, b as Tensor2D)))(tensors());
      const stepFor = (factor: number): number => 1e-5 * Math.min(1, 1e3 * factor);
      const [factorOfF, factorOfW] = c.factors ?? [1, 1];
      const byF = finiteDifferences((x) => total(spherefaceLosses(c, x, w)), f, stepFor(factorOfF));
      const byW = finiteDifferences((x) => total(spherefaceLosses(c, f, x)), w, stepFor(factorOfW));
      expectClose(ofF!.dataSync(), byF, 1e-3);
      expectClose(ofW!.dataSync(), byW, 1e-3);
    });
  });

  test('zero embeddings and zero columns: a cosine of 0, and a finite gradient', () => {
    const f = tensor2d([0, 0, 1, 2], [2, 2]);
    const w = tensor2d([0, 3, 0, 4], [2, 2]);
    const loss = (a: Tensor2D, b: Tensor2D): Tensor1D => spherefaceLoss(a, [1, 0], b);
    const problem = {batch: 2, classes: 2, dimension: 2, labels: [1, 0], m: 4};
    expectClose(loss(f, w).dataSync(), spherefaceLosses(problem, f.dataSync(), w.dataSync()), 1e-5);
    const [ofF, ofW] = grads((a, b) => sum(loss(a as Tensor2D, b as Tensor2D)))([f, w]);
    expect([...ofF!.dataSync(), ...ofW!.dataSync()].every(Number.isFinite)).toBe(true);
    for (const v of [...ofF!.dataSync(), ...ofW!.dataSync()]) expect(Math.abs(v)).toBeLessThan(20);
    expect([ofW!.dataSync()[0]!, ofW!.dataSync()[2]!].map(Math.abs)).toEqual([0, 0]);
  });

  test('an integer class weight equals repeating the example', () => {
    const f = Float32Array.from(normals(10, 3));
    const w = tensor2d(Float32Array.from(normals(15, 4)), [5, 3]);
    const once = spherefaceLoss(tensor2d(f, [2, 5]), [2, 0], w, {classWeights: [1, 1, 3]});
    const repeated = spherefaceLoss(
      tensor2d([f.slice(0, 5), f.slice(0, 5), f.slice(0, 5), f.slice(5)].map((row) => [...row])),
      [2, 2, 2, 0],
      w,
    );
    expectClose(sum(once).dataSync(), sum(repeated).dataSync(), 1e-6);
  });

  test('bad labels and options', () => {
    const f = tensor2d([[1, 2]]);
    const w = tensor2d([1, 0, 3, 0, 1, 1], [2, 3]);
    expect(() => spherefaceLoss(f, [3], w)).toThrow('labels[0] must be an integer from 0 to 2, but is 3.');
    expect(() => spherefaceLoss(f, [0, 1], w)).toThrow('one entry for each of the 1 examples, but have 2.');
    expect(() => spherefaceLoss(f, [0], w, {lambda: -1})).toThrow(
      'spherefaceLoss: lambda must be a number >= 0, but got -1.',
    );
    expect(() => spherefaceLoss(f, [0], w, {m: 1.5})).toThrow(
      'spherefaceLoss: m must be an integer >= 1, but got 1.5.',
    );
    expect(() => spherefaceLoss(f, [0], w, {lamda: 1} as object)).toThrow(
      "spherefaceLoss: unknown option 'lamda'. Did you mean 'lambda'?",
    );
    expect(() => spherefaceLoss(f, [0], w, {classWeights: [1, 2]})).toThrow(
      'classWeights must have one number for each of the 3 classes, but has 2.',
    );
  });
});
