import {
  grads,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {expectClose, finiteDifferences, normals} from './numeric.js';

/** A loss of the scores W·f + b as its package exports it. */
export type LinearLoss = (
  embeddings: Tensor2D,
  labels: readonly number[],
  kernel: Tensor2D,
  bias: Tensor1D | undefined,
  options: {readonly classWeights?: readonly number[]},
) => Tensor1D;

/** The same in float64 with plain loops: the losses of a batch from its scores in rows. */
export type ScoresOracle = (scores: Float64Array, labels: readonly number[], classes: number) => number[];

interface Case {
  readonly name: string;
  readonly batch: number;
  readonly classes: number;
  readonly dimension: number;
  readonly labels: readonly number[];
  /** Factors on the embeddings, by example; the last one also for all after it. */
  readonly scales?: readonly number[];
  /** Every embedding is the first one times its scale. */
  readonly collinear?: boolean;
  readonly withoutBias?: boolean;
  readonly classWeights?: readonly number[];
}

const base = {batch: 6, classes: 4, dimension: 5, labels: [1, 0, 3, 2, 1, 1]};
const cases: readonly Case[] = [
  {name: 'plain', ...base},
  {name: 'batch of 1', ...base, batch: 1, labels: [2]},
  {name: 'two classes, one dimension', ...base, classes: 2, dimension: 1, labels: [1, 0, 0, 1, 1, 1]},
  {name: 'a class absent', ...base, labels: [0, 0, 1, 1, 2, 2]},
  {name: 'one class only', ...base, labels: [3, 3, 3, 3, 3, 3]},
  {name: 'collinear and anti-parallel embeddings', ...base, collinear: true, scales: [1, -1, 2, -0.5, 1, 1]},
  {name: 'zero embeddings', ...base, scales: [0]},
  {name: 'embeddings of norm 1e-6', ...base, scales: [1e-6 / Math.sqrt(5)]},
  {name: 'embeddings of norm 1e4', ...base, scales: [1e4 / Math.sqrt(5)]},
  {name: 'embeddings of all norms', ...base, scales: [1e-6, 1e-3, 1, 10, 100, 1e4]},
  {name: 'without bias', ...base, withoutBias: true},
  {name: 'class weights', ...base, classWeights: [1, 0, 2.5, 10]},
];

const float32 = (values: Iterable<number>): Float64Array => Float64Array.from(Float32Array.from(values));
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const scaleOf = (values: ArrayLike<number>): number => Math.max(0, ...Array.from(values, Math.abs));

function scoresOf(
  {batch, classes, dimension}: Case,
  f: ArrayLike<number>,
  kernel: ArrayLike<number>,
  bias: ArrayLike<number> | undefined,
): Float64Array {
  return Float64Array.from({length: batch * classes}, (_, at) => {
    const [i, j] = [Math.floor(at / classes), at % classes];
    let score = bias === undefined ? 0 : bias[j]!;
    for (let k = 0; k < dimension; k++) score += f[i * dimension + k]! * kernel[k * classes + j]!;
    return score;
  });
}

/**
 * Tests value and gradients of a loss against its float64 oracle and that oracle's finite differences, on the current
 * backend, in the cases that losses fail at.
 */
export function testLinearLoss(loss: LinearLoss, oracle: ScoresOracle): void {
  describe.each(cases)('$name', (c) => {
    const {batch, classes, dimension, labels, classWeights} = c;
    const drawn = normals(batch * dimension, 1);
    const f = float32(
      drawn.map((v, at) => {
        const [i, k] = [Math.floor(at / dimension), at % dimension];
        const scale = c.scales?.[Math.min(i, c.scales.length - 1)] ?? 1;
        return (c.collinear ? drawn[k]! : v) * scale;
      }),
    );
    const kernel = float32(normals(dimension * classes, 2));
    const bias = c.withoutBias ? undefined : float32(normals(classes, 3));
    const expected = (x: ArrayLike<number>, w: ArrayLike<number>, b?: ArrayLike<number>): number[] =>
      oracle(scoresOf(c, x, w, b), labels, classes).map((v, i) => v * (classWeights?.[labels[i]!] ?? 1));
    const tensors = (): Tensor[] => [
      tensor2d(Float32Array.from(f), [batch, dimension]),
      tensor2d(Float32Array.from(kernel), [dimension, classes]),
      ...(bias === undefined ? [] : [tensor1d(Float32Array.from(bias))]),
    ];
    const actual = (...[x, w, b]: Tensor[]): Tensor1D =>
      loss(x as Tensor2D, labels, w as Tensor2D, b as Tensor1D | undefined, {classWeights});

    test('value', () => {
      const losses = actual(...tensors());
      expect([losses.dtype, losses.shape]).toEqual(['float32', [batch]]);
      expectClose(losses.dataSync(), expected(f, kernel, bias), 1e-4);
    });

    test('gradients, against finite differences', () => {
      const [ofF, ofKernel, ofBias] = grads((...given) => sum(actual(...given)))(tensors());
      const step = 1e-5;
      const byF = finiteDifferences((x) => total(expected(x, kernel, bias)), f, step);
      // With tiny embeddings the kernel must move far for the loss to change by more than rounding.
      const kernelStep = step * Math.min(1e4, Math.max(1, 0.1 / scaleOf(f)));
      const byKernel = finiteDifferences((x) => total(expected(f, x, bias)), kernel, kernelStep);
      expectClose(ofF!.dataSync(), byF, 1e-3, 1e-4);
      expectClose(ofKernel!.dataSync(), byKernel, 1e-3, 1e-4 * scaleOf(f) || 1e-9);
      if (bias !== undefined) {
        const byBias = finiteDifferences((x) => total(expected(f, kernel, x)), bias, step);
        expectClose(ofBias!.dataSync(), byBias, 1e-3, 1e-4);
      }
    });
  });

  test('all zero: finite value and gradients', () => {
    const inputs: Tensor[] = [tensor2d(Array(10).fill(0), [2, 5]), tensor2d(Array(20).fill(0), [5, 4])];
    const of = (x: Tensor, w: Tensor): Tensor1D => loss(x as Tensor2D, [0, 3], w as Tensor2D, undefined, {});
    const values = [of(inputs[0]!, inputs[1]!), ...grads((x, w) => sum(of(x!, w!)))(inputs)];
    for (const value of values) expect([...value.dataSync()].every(Number.isFinite)).toBe(true);
  });

  test('bad labels and options', () => {
    const inputs = [tensor2d([[1, 2]]), tensor2d([[1, 0, 3], [0, 1, 1]])] as const; // biome-ignore format: a matrix
    const of = (labels: readonly number[], options: object = {}) =>
      loss(inputs[0], labels, inputs[1], undefined, options);
    expect(() => of([3])).toThrow('labels[0] must be an integer from 0 to 2, but is 3.');
    expect(() => of([-1])).toThrow('labels[0] must be an integer from 0 to 2, but is -1.');
    expect(() => of([0.5])).toThrow('labels[0] must be an integer from 0 to 2, but is 0.5.');
    expect(() => of([Number.NaN])).toThrow('labels[0] must be an integer from 0 to 2, but is NaN.');
    expect(() => of([0, 1])).toThrow('one entry for each of the 1 examples, but have 2.');
    expect(() => of([0], {classWeight: [1]})).toThrow("Did you mean 'classWeights'?");
    expect(() => of([0], {classWeights: [1, 2]})).toThrow(
      'classWeights must have one number for each of the 3 classes, but has 2.',
    );
  });
}
