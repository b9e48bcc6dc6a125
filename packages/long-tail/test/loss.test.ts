import {regularSimplex} from '@isomargin/core';
import {grads, sum, type Tensor, type Tensor1D, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {type LossUnderTest, losses, simplexLosses} from './losses.js';
import {cosines, linearScores} from './oracle.js';

interface Case {
  readonly name: string;
  readonly batch: number;
  readonly classes: number;
  readonly dimension: number;
  readonly labels: readonly number[];
  /** Factor on the embeddings. */
  readonly scale?: number;
  readonly classWeights?: readonly number[];
  /** Embeddings along the weights of their own class, or against them. */
  readonly along?: 1 | -1;
}

const base = {batch: 6, classes: 4, dimension: 5, labels: [1, 0, 3, 2, 1, 1]};
const cases: readonly Case[] = [
  {name: 'plain', ...base},
  {name: 'batch of 1', ...base, batch: 1, labels: [2]},
  {name: 'two classes, one dimension', ...base, classes: 2, dimension: 1, labels: [1, 0, 0, 1, 1, 1]},
  {name: 'a class absent', ...base, labels: [0, 0, 1, 1, 2, 2]},
  {name: 'one class only', ...base, labels: [3, 3, 3, 3, 3, 3]},
  {name: 'zero embeddings', ...base, scale: 0},
  {name: 'embeddings of norm 1e-6', ...base, scale: 1e-6 / Math.sqrt(5)},
  {name: 'embeddings of norm 1e4', ...base, scale: 1e4 / Math.sqrt(5)},
  {name: 'collinear', ...base, along: 1},
  {name: 'anti-parallel', ...base, along: -1},
  {name: 'class weights', ...base, classWeights: [1, 0, 2.5, 10]},
];
const countsOf = (classes: number): number[] => [1000, 3, 50, 1].slice(0, classes);

const float32 = (values: Float64Array, factor = 1): Float64Array =>
  Float64Array.from(Float32Array.from(values, (v) => v * factor));

/** What the float32 backend is given, exactly: embeddings, kernel or prototypes, and the bias of a kernel. */
function inputsOf({weights}: LossUnderTest, isSimplex: boolean, c: Case): Float64Array[] {
  const {batch, classes, dimension, labels, along} = c;
  const matrix = float32(isSimplex ? regularSimplex(classes, dimension, 4) : normals(classes * dimension, 2));
  const at = (k: number, j: number): number => (weights === 'kernel' ? k * classes + j : j * dimension + k);
  const f =
    along === undefined
      ? float32(normals(batch * dimension, 1), c.scale)
      : Float64Array.from(
          {length: batch * dimension},
          (_, i) => along * matrix[at(i % dimension, labels[Math.floor(i / dimension)]!)]!,
        );
  return weights === 'kernel' ? [f, matrix, float32(normals(classes, 3))] : [f, matrix];
}

function tensorsOf({weights}: LossUnderTest, c: Case, inputs: readonly Float64Array[]): Tensor[] {
  const [f, matrix, bias] = inputs.map((values) => Float32Array.from(values));
  const shape: [number, number] = weights === 'kernel' ? [c.dimension, c.classes] : [c.classes, c.dimension];
  return [
    tensor2d(f!, [c.batch, c.dimension]),
    tensor2d(matrix!, shape),
    ...(bias === undefined ? [] : [tensor1d(bias)]),
  ];
}

function oracleOf(tested: LossUnderTest, c: Case, inputs: readonly ArrayLike<number>[]): number[] {
  const [f, matrix, bias] = inputs;
  const scores = bias === undefined ? cosines(c, f!, matrix!) : linearScores(c, f!, matrix!, bias);
  return tested
    .oracle(scores, c.labels, countsOf(c.classes))
    .map((loss, i) => loss * (c.classWeights?.[c.labels[i]!] ?? 1));
}

onEachBackend(() => {
  describe.each([...losses, ...simplexLosses])('$name', (tested) => {
    const isSimplex = simplexLosses.includes(tested);

    test.each(cases)('$name', (c) => {
      const inputs = inputsOf(tested, isSimplex, c);
      const tensors = tensorsOf(tested, c, inputs);
      const loss = (given: readonly Tensor[]): Tensor1D =>
        tested.loss(given, c.labels, countsOf(c.classes), c.classWeights);

      const value = loss(tensors);
      expect([value.dtype, value.shape]).toEqual(['float32', [c.batch]]);
      // Near 0 a loss of angles is compared on the scale of what an angle's rounding makes of it.
      expectClose(
        value.dataSync(),
        oracleOf(tested, c, inputs),
        1e-4,
        tested.weights === 'kernel' ? 1e-30 : 1e-2,
      );

      const gradients = grads((...given) => sum(loss(given)))(tensors);
      for (const [at, gradient] of gradients.entries()) {
        const actual = gradient.dataSync();
        if (isSimplex && at === 1) continue;
        // An angle to a zero vector has no gradient: it must be finite and no more.
        if (tested.weights === 'prototypes' && c.scale === 0) {
          expect(actual.every(Number.isFinite)).toBe(true);
          continue;
        }
        const total = (x: Float64Array): number =>
          oracleOf(tested, c, inputs.with(at, x)).reduce((a, b) => a + b, 0);
        const size = at === 0 ? (c.scale ?? 1) : 1;
        // The step in proportion to what is moved; a gradient that is all but 0 is compared on the scale of 1.
        const step = tested.weights === 'prototypes' && size < 1 ? 1e-2 * size : 1e-5;
        const expected = finiteDifferences(total, inputs[at]!, step);
        expectClose(actual, expected, 1e-3, tested.weights === 'kernel' ? 1e-6 : 1e-2 / Math.max(1, size));
      }
    });
  });

  describe('extreme inputs keep value and gradient finite', () => {
    const saturated = [1e4, -1e4, 0, -1e4, 1e4, 0, 1e4, 1e4, -1e4];
    const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
    const rows: [string, number[], number[]][] = [
      ['saturated logits', saturated, identity],
      ['zero embeddings', Array(9).fill(0), identity],
      ['zero weights', saturated, Array(9).fill(0)],
      ['everything zero', Array(9).fill(0), Array(9).fill(0)],
      ['tiny', identity.map((v) => v * 1e-6), identity.map((v) => v * 1e-6)],
      ['huge', identity.map((v) => v * 1e4), identity.map((v) => v * -1e4)],
    ];
    test.each(rows)('%s', (_name, f, w) => {
      for (const tested of [...losses, ...simplexLosses]) {
        const tensors = [tensor2d(f, [3, 3]), tensor2d(w, [3, 3])];
        if (tested.weights === 'kernel') tensors.push(tensor1d([0, 0, 0]) as Tensor as never);
        const loss = (given: readonly Tensor[]): Tensor1D => tested.loss(given, [0, 2, 1], [1e6, 10, 1]);
        const gradients = grads((...given) => sum(loss(given)))(tensors);
        for (const tensor of [loss(tensors), ...gradients]) {
          expect([...tensor.dataSync()].every(Number.isFinite), tested.name).toBe(true);
        }
      }
    });
  });
});
