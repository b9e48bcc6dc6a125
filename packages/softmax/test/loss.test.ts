import {crossEntropyFromLogits} from '@isomargin/core';
import {
  grad,
  grads,
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
import {softmaxLoss} from '../src/index.js';
import {crossEntropies, type Problem} from './oracle.js';

interface Case extends Problem {
  readonly name: string;
  /** Factor on the embeddings. */
  readonly scale?: number;
  readonly withoutBias?: boolean;
}

const base = {batch: 6, classes: 4, dimension: 5, labels: [1, 0, 3, 2, 1, 1]};
const cases: Case[] = [
  {name: 'plain', ...base},
  {name: 'batch of 1', ...base, batch: 1, labels: [2]},
  {name: 'two classes, one dimension', ...base, classes: 2, dimension: 1, labels: [1, 0, 0, 1, 1, 1]},
  {name: 'a class absent', ...base, labels: [0, 0, 1, 1, 2, 2]},
  {name: 'one class only', ...base, labels: [3, 3, 3, 3, 3, 3]},
  {name: 'zero embeddings', ...base, scale: 0},
  {name: 'embeddings of norm 1e-6', ...base, scale: 1e-6 / Math.sqrt(5)},
  {name: 'embeddings of norm 1e4', ...base, scale: 1e4 / Math.sqrt(5)},
  {name: 'without bias', ...base, withoutBias: true},
  {name: 'class weights', ...base, classWeights: [1, 0, 2.5, 10]},
];

const float32 = (values: Float64Array, factor = 1): Float64Array =>
  Float64Array.from(Float32Array.from(values, (v) => v * factor));
const total = (losses: number[]): number => losses.reduce((a, b) => a + b, 0);

onEachBackend(() => {
  describe.each(cases)('$name', (c) => {
    const f = float32(normals(c.batch * c.dimension, 1), c.scale);
    const kernel = float32(normals(c.dimension * c.classes, 2));
    const bias = float32(normals(c.classes, 3));
    const givenBias = c.withoutBias ? undefined : bias;
    const tensors = (): Tensor[] => [
      tensor2d(Float32Array.from(f), [c.batch, c.dimension]),
      tensor2d(Float32Array.from(kernel), [c.dimension, c.classes]),
      ...(c.withoutBias ? [] : [tensor1d(Float32Array.from(bias))]),
    ];
    const loss = (...[embeddings, w, b]: Tensor[]): Tensor1D =>
      softmaxLoss(embeddings as Tensor2D, c.labels, w as Tensor2D, b as Tensor1D, {
        classWeights: c.classWeights,
      });

    test('value', () => {
      const losses = loss(...tensors());
      expect([losses.dtype, losses.shape]).toEqual(['float32', [c.batch]]);
      expectClose(losses.dataSync(), crossEntropies(c, f, kernel, givenBias), 1e-4);
    });

    test('gradients, against finite differences', () => {
      const [ofF, ofKernel, ofBias] = grads((...inputs) => sum(loss(...inputs)))(tensors());
      const step = 1e-5;
      const byF = finiteDifferences((x) => total(crossEntropies(c, x, kernel, givenBias)), f, step);
      const byKernel = finiteDifferences((x) => total(crossEntropies(c, f, x, givenBias)), kernel, step);
      expectClose(ofF!.dataSync(), byF, 1e-3, 1e-6);
      expectClose(ofKernel!.dataSync(), byKernel, 1e-3, 1e-9);
      if (givenBias === undefined) expect(ofBias).toBeUndefined();
      else {
        const byBias = finiteDifferences((x) => total(crossEntropies(c, f, kernel, x)), bias, step);
        expectClose(ofBias!.dataSync(), byBias, 1e-3, 1e-6);
      }
    });
  });

  describe('saturated logits', () => {
    const scores = [1e4, -1e4, 0, -1e4, 1e4, 0, 1e4, 1e4, -1e4];
    const oneHot = () => tensor2d([1, 0, 0, 1, 0, 0, 0, 1, 0], [3, 3]);
    const given = () => tensor2d(scores, [3, 3]);

    test('right and wrong', () => {
      const losses = crossEntropyFromLogits(given(), oneHot()).dataSync();
      expectClose(losses, [0, 2e4, Math.log(2)], 1e-6);
      expect(losses[0]).toBe(0);
    });

    test('gradient', () => {
      const gradient = grad((x) => sum(crossEntropyFromLogits(x as Tensor2D, oneHot())))(given());
      expectClose(gradient.dataSync(), [0, 0, 0, -1, 1, 0, 0.5, -0.5, 0], 1e-6);
    });
  });

  test('the gradient of each example is weighted by what comes after', () => {
    const x = tensor2d(Float32Array.from(normals(6, 5)), [2, 3]);
    const oneHot = tensor2d([1, 0, 0, 0, 0, 1], [2, 3]);
    const alone = grad((s) => sum(crossEntropyFromLogits(s as Tensor2D, oneHot)))(x).dataSync();
    const weighted = grad((s) => crossEntropyFromLogits(s as Tensor2D, oneHot))(
      x,
      tensor1d([2, -3]),
    ).dataSync();
    expectClose(
      weighted,
      [...alone].map((v, i) => v * (i < 3 ? 2 : -3)),
      1e-6,
    );
  });

  test('bad labels and options', () => {
    const [f, kernel] = [
      tensor2d([[1, 2]]),
      tensor2d([
        [1, 0, 3],
        [0, 1, 1],
      ]),
    ];
    expect(() => softmaxLoss(f, [3], kernel)).toThrow('labels[0] must be an integer from 0 to 2, but is 3.');
    expect(() => softmaxLoss(f, [0, 1], kernel)).toThrow('one entry for each of the 1 examples, but have 2.');
    expect(() => softmaxLoss(f, [0], kernel, undefined, {classWeight: [1]} as object)).toThrow(
      "softmaxLoss: unknown option 'classWeight'. Did you mean 'classWeights'?",
    );
    expect(() => softmaxLoss(f, [0], kernel, undefined, {classWeights: [1, 2]})).toThrow(
      'classWeights must have one number for each of the 3 classes, but has 2.',
    );
  });
});
