import {crossEntropyFromLogits, resolveOptions} from '@isomargin/core';
import {lossProblem} from '@isomargin/testkit';
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
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {testPureFunction} from '../../../tools/testing/pure-function.js';
import {ArcfaceHead, type ArcfaceLossOptions, arcface, arcfaceLoss} from '../src/index.js';
import {arcfaceOptions} from '../src/options.js';
import {oracle} from './oracle.js';

testPureFunction<ArcfaceLossOptions>({
  name: 'arcfaceLoss',
  head: arcface,
  loss: (embeddings, labels, {kernel}, options) =>
    arcfaceLoss(embeddings, labels, kernel as Tensor2D, options),
  settings: [{}, {scale: 5, margin: 0.4, subcenters: 2}, {easyMargin: true}],
});

/** The losses by the oracle, of embeddings [batch, d] and a kernel [d, classes] in rows. */
function expectedLosses(
  embeddings: ArrayLike<number>,
  kernel: ArrayLike<number>,
  labels: readonly number[],
  options: ArcfaceLossOptions,
): readonly number[] {
  const dimension = embeddings.length / labels.length;
  const classes = kernel.length / dimension;
  const resolved = {classWeights: undefined, seed: undefined, weightDecay: 0};
  const problem = lossProblem<typeof arcfaceOptions>({
    batch: labels.length,
    dimension,
    classes,
    embeddings: Float64Array.from(embeddings),
    labels,
    weights: {kernel: {shape: [dimension, classes], values: Float64Array.from(kernel)}},
    options: {...resolved, ...resolveOptions('arcface', arcfaceOptions, options)},
    classCounts: [],
    training: false,
  });
  return oracle(problem, problem).losses;
}

onEachBackend(() => {
  test('zero embeddings and zero columns have no gradient of their own', () => {
    const f = tensor2d([0, 0, 1, 2], [2, 2]);
    const w = tensor2d([0, 3, 0, 4], [2, 2]);
    const loss = (a: Tensor2D, b: Tensor2D): Tensor1D => arcfaceLoss(a, [1, 0], b, {scale: 2});
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
    test.each([
      ['along', 2, false],
      ['along, tiny', 1e-6, false],
      ['along, huge', 1e4, false],
      ['along, easy margin', 2, true],
      ['against', -2, false],
      ['against, easy margin', -2, true],
    ])('%s the own column the gradient is bounded', (_, factor, easyMargin) => {
      const loss = (a: Tensor2D, b: Tensor2D): Tensor1D => arcfaceLoss(a, [1], b, {easyMargin});
      const [ofF, ofW] = grads((a, b) => sum(loss(a as Tensor2D, b as Tensor2D)))([along(factor), kernel()]);
      // The angle changes by at most 1/norm for a step of 1, and the loss by at most 2 · 64 for a radian.
      const norm = Math.hypot(...along(factor).dataSync());
      for (const v of ofF!.dataSync()) expect(Math.abs(v)).toBeLessThan((2 * 64) / norm);
      for (const v of ofW!.dataSync()) expect(Number.isFinite(v)).toBe(true);
    });
  });

  test.each([false, true])('on both sides of π − m and of a right angle, easyMargin %s', (easyMargin) => {
    const limit = Math.PI - 0.5;
    const angles = [limit - 1e-3, limit + 1e-3, 3, 0.3, Math.PI / 2 - 1e-3, Math.PI / 2 + 1e-3];
    const f = Float64Array.from(Float32Array.from(angles.flatMap((a) => [Math.cos(a), Math.sin(a)])));
    const w = [1, 0, 0, 1];
    const labels = [0, 0, 0, 0, 0, 0];
    const options = {scale: 3, margin: 0.5, easyMargin};
    const loss = (a: Tensor2D): Tensor1D => arcfaceLoss(a, labels, tensor2d(w, [2, 2]), options);
    const given = tensor2d(Float32Array.from(f), [6, 2]);
    expectClose(loss(given).dataSync(), expectedLosses(f, w, labels, options), 1e-5);
    const [ofF] = grads((a) => sum(loss(a as Tensor2D)))([given]);
    const total = (x: Float64Array): number =>
      expectedLosses(x, w, labels, options).reduce((a, b) => a + b, 0);
    expectClose(ofF!.dataSync(), finiteDifferences(total, f, 1e-5), 1e-3);
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

  test('scores have no margin: without one the loss is the cross entropy of them', () => {
    const f = tensor2d(Float32Array.from(normals(20, 3)), [4, 5]);
    const labels = tensor1d([0, 2, 1, 0]);
    const make = (margin: number): ArcfaceHead =>
      arcface({classes: 3, seed: 1, scale: 5, margin, subcenters: 2});
    const [head, plain] = [make(0.4), make(0)];
    const scores = head.apply(f) as Tensor2D;
    expect(head).toBeInstanceOf(ArcfaceHead);
    expect(Math.max(...scores.dataSync().map(Math.abs))).toBeLessThanOrEqual(5 * (1 + 1e-6));
    expectClose(
      plain.loss(labels, plain.apply(f) as Tensor).dataSync(),
      crossEntropyFromLogits(scores, plain.labels(labels)).dataSync(),
      1e-6,
    );
  });
});

describe('bad options', () => {
  test.each<[object, string]>([
    [{scale: 0}, 'arcfaceLoss: scale must be a number > 0, but got 0.'],
    [{margin: 28.6}, 'arcfaceLoss: margin must be a number >= 0 and <= 1.57, but got 28.6.'],
    [{subcenters: 2}, "arcfaceLoss: subcenters must divide the kernel's 3 columns, but is 2."],
    [{margn: 1}, "arcfaceLoss: unknown option 'margn'. Did you mean 'margin'?"],
  ])('%j', (options, message) => {
    const [f, kernel] = [tensor2d([[1, 2]]), tensor2d([1, 0, 3, 0, 1, 1], [2, 3])];
    expect(() => arcfaceLoss(f, [0], kernel, options)).toThrow(message);
  });
});
