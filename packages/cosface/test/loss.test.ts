import {crossEntropyFromLogits} from '@isomargin/core';
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
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {testPureFunction} from '../../../tools/testing/pure-function.js';
import {CosfaceHead, type CosfaceLossOptions, cosface, cosfaceLoss} from '../src/index.js';

testPureFunction<CosfaceLossOptions>({
  name: 'cosfaceLoss',
  head: cosface,
  loss: (embeddings, labels, {kernel}, options) =>
    cosfaceLoss(embeddings, labels, kernel as Tensor2D, options),
  settings: [{}, {scale: 5, margin: 0.4}],
});

onEachBackend(() => {
  test('zero embeddings and zero columns have no gradient of their own', () => {
    const f = tensor2d([0, 0, 1, 2], [2, 2]);
    const w = tensor2d([0, 3, 0, 4], [2, 2]);
    const loss = (a: Tensor2D, b: Tensor2D): Tensor1D => cosfaceLoss(a, [1, 0], b, {scale: 2});
    const [ofF, ofW] = grads((a, b) => sum(loss(a as Tensor2D, b as Tensor2D)))([f, w]);
    expect([...ofF!.dataSync(), ...ofW!.dataSync()].every(Number.isFinite)).toBe(true);
    const ofZeros = [...ofF!.dataSync().slice(0, 2), ofW!.dataSync()[0]!, ofW!.dataSync()[2]!];
    expect(ofZeros.map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  test('scores have no margin: without one the loss is the cross entropy of them', () => {
    const f = tensor2d(Float32Array.from(normals(20, 3)), [4, 5]);
    const labels = tensor1d([0, 2, 1, 0]);
    const [head, plain] = [0.4, 0].map((margin) => cosface({classes: 3, seed: 1, scale: 5, margin}));
    const scores = head!.apply(f) as Tensor2D;
    expect(head).toBeInstanceOf(CosfaceHead);
    expect(Math.max(...scores.dataSync().map(Math.abs))).toBeLessThanOrEqual(5 * (1 + 1e-6));
    expectClose(
      plain!.loss(labels, plain!.apply(f) as Tensor).dataSync(),
      crossEntropyFromLogits(scores, plain!.labels(labels)).dataSync(),
      1e-6,
    );
  });
});

describe('bad options', () => {
  test.each<[object, string]>([
    [{scale: 0}, 'cosfaceLoss: scale must be a number > 0, but got 0.'],
    [{margin: -0.1}, 'cosfaceLoss: margin must be a number >= 0 and <= 2, but got -0.1.'],
    [{margn: 1}, "cosfaceLoss: unknown option 'margn'. Did you mean 'margin'?"],
  ])('%j', (options, message) => {
    const [f, kernel] = [tensor2d([[1, 2]]), tensor2d([1, 0, 3, 0, 1, 1], [2, 3])];
    expect(() => cosfaceLoss(f, [0], kernel, options)).toThrow(message);
  });
});
