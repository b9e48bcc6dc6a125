import {grad, sum, type Tensor2D, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {testLinearLoss} from '../../../tools/testing/linear-loss.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {type EuclideanLossOptions, euclideanLoss} from '../src/index.js';
import {euclideanOracle} from './oracle.js';

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

onEachBackend(() => {
  describe.each(['probabilities', 'scores'] as const)('compares %s', (compare) => {
    testLinearLoss(
      (f, labels, kernel, bias, options) => euclideanLoss(f, labels, kernel, bias, {compare, ...options}),
      euclideanOracle(compare),
    );
  });

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

  test('the gradient of each example is weighted by what comes after', () => {
    const scores = tensor2d([0, 1, 2, 0, 1, 2], [2, 3]);
    for (const compare of ['probabilities', 'scores'] as const) {
      const loss = (s: Tensor2D) => euclideanLoss(s, [1, 1], identity(), undefined, {compare});
      const alone = grad((s) => sum(loss(s as Tensor2D)))(scores).dataSync();
      const weighted = grad((s) => loss(s as Tensor2D))(scores, tensor1d([2, -3])).dataSync();
      expectClose(
        weighted,
        Array.from(alone, (v, i) => v * (i < 3 ? 2 : -3)),
        1e-6,
      );
    }
  });

  test('bad options', () => {
    expect(() => ofScores([[1, 2, 3]], [0], {compare: 'logits' as 'scores'})).toThrow(
      "euclideanLoss: compare must be one of 'probabilities', 'scores', but got 'logits'.",
    );
  });
});
