import {grad, sum, type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {testPureFunction} from '../../../tools/testing/pure-function.js';
import {type EuclideanLossOptions, euclidean, euclideanLoss} from '../src/index.js';

const identity = () => tensor2d([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]);

/** The loss of given scores [batch, 3]: of a kernel that is the identity. */
function ofScores(scores: number[][], labels: number[], options: EuclideanLossOptions = {}) {
  const loss = (s: Tensor2D) => euclideanLoss(s, labels, identity(), undefined, options);
  const at = tensor2d(scores);
  return {
    losses: Array.from(loss(at).dataSync()),
    gradient: Array.from(grad((s) => sum(loss(s as Tensor2D)))(at).dataSync()),
  };
}

testPureFunction<EuclideanLossOptions & {useBias?: boolean}>({
  name: 'euclideanLoss',
  head: euclidean,
  loss: (embeddings, labels, {kernel, bias}, {useBias: _, ...options}) =>
    euclideanLoss(embeddings, labels, kernel as Tensor2D, bias as Tensor1D | undefined, options),
  settings: [{}, {compare: 'scores', useBias: false}],
});

onEachBackend(() => {
  test('compares probabilities by default', () => {
    const scores = [[Math.log(2), 0, 0]]; // probabilities 0.5, 0.25, 0.25
    expectClose(ofScores(scores, [0]).losses, [0.375], 1e-6);
    expectClose(ofScores(scores, [1]).losses, [0.25 + 0.5625 + 0.0625], 1e-6);
    expectClose(ofScores([[2, 0, -1]], [0], {compare: 'scores'}).losses, [2], 1e-6);
  });

  test('saturated scores: 0 where right, 2 where wrong, and no gradient', () => {
    const {losses, gradient} = ofScores(
      [
        [1e4, -1e4, 0],
        [-1e4, 1e4, 0],
      ],
      [0, 0],
    );
    expect(losses).toEqual([0, 2]);
    expect(gradient.every((v) => v === 0 || Math.abs(v) < 1e-30)).toBe(true);
  });

  test('keeps its digits where an example is all but right', () => {
    const scores = [10, 0, -1];
    const p = scores.map((s) => Math.exp(s - 10) / (1 + Math.exp(-10) + Math.exp(-11)));
    const expected = (p[1]! + p[2]!) ** 2 + p[1]! ** 2 + p[2]! ** 2;
    expect(expected).toBeLessThan(1e-8);
    expectClose(ofScores([scores], [0]).losses, [expected], 1e-5);
  });

  test('bad options', () => {
    expect(() => ofScores([[1, 2, 3]], [0], {compare: 'logits' as 'scores'})).toThrow(
      "euclideanLoss: compare must be one of 'probabilities', 'scores', but got 'logits'.",
    );
  });
});
