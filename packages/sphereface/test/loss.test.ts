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
import {SpherefaceHead, type SpherefaceLossOptions, sphereface, spherefaceLoss} from '../src/index.js';

testPureFunction<SpherefaceLossOptions>({
  name: 'spherefaceLoss',
  head: sphereface,
  loss: (embeddings, labels, {kernel}, options) =>
    spherefaceLoss(embeddings, labels, kernel as Tensor2D, options),
  settings: [{}, {m: 3, lambda: 2}],
});

onEachBackend(() => {
  test('zero embeddings and zero columns: the gradient is bounded, and none of a zero column', () => {
    const f = tensor2d([0, 0, 1, 2], [2, 2]);
    const w = tensor2d([0, 3, 0, 4], [2, 2]);
    const loss = (a: Tensor2D, b: Tensor2D): Tensor1D => spherefaceLoss(a, [1, 0], b);
    const [ofF, ofW] = grads((a, b) => sum(loss(a as Tensor2D, b as Tensor2D)))([f, w]);
    for (const v of [...ofF!.dataSync(), ...ofW!.dataSync()]) expect(Math.abs(v)).toBeLessThan(20);
    expect([ofW!.dataSync()[0]!, ofW!.dataSync()[2]!].map(Math.abs)).toEqual([0, 0]);
  });

  test('scores have no margin: without one the loss is the cross entropy of them', () => {
    const f = tensor2d(Float32Array.from(normals(20, 3)), [4, 5]);
    const labels = tensor1d([0, 2, 1, 0]);
    const [head, plain] = [3, 1].map((m) => sphereface({classes: 3, seed: 1, m}));
    const scores = head!.apply(f) as Tensor2D;
    expect(head).toBeInstanceOf(SpherefaceHead);
    expectClose(
      plain!.loss(labels, plain!.apply(f) as Tensor).dataSync(),
      crossEntropyFromLogits(scores, plain!.labels(labels)).dataSync(),
      1e-6,
    );
  });
});

describe('bad options', () => {
  test.each<[object, string]>([
    [{lambda: -1}, 'spherefaceLoss: lambda must be a number >= 0, but got -1.'],
    [{m: 1.5}, 'spherefaceLoss: m must be an integer >= 1, but got 1.5.'],
    [{lamda: 1}, "spherefaceLoss: unknown option 'lamda'. Did you mean 'lambda'?"],
  ])('%j', (options, message) => {
    const [f, kernel] = [tensor2d([[1, 2]]), tensor2d([1, 0, 3, 0, 1, 1], [2, 3])];
    expect(() => spherefaceLoss(f, [0], kernel, options)).toThrow(message);
  });
});
