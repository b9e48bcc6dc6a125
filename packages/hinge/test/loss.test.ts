import {grad, sum, type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {testPureFunction} from '../../../tools/testing/pure-function.js';
import {type HingeLossOptions, hinge, hingeLoss} from '../src/index.js';

const variants = ['crammer-singer', 'weston-watkins'] as const;

/** The loss of given scores: of a kernel that is the identity. */
function ofScores(scores: number[][], labels: number[], options: HingeLossOptions = {}) {
  const classes = scores[0]!.length;
  const identity = tensor2d(
    Array.from({length: classes ** 2}, (_, at) => (at % (classes + 1) === 0 ? 1 : 0)),
    [classes, classes],
  );
  const loss = (s: Tensor2D) => hingeLoss(s, labels, identity, undefined, options);
  const at = tensor2d(scores);
  return {
    losses: Array.from(loss(at).dataSync()),
    gradient: Array.from(grad((s) => sum(loss(s as Tensor2D)))(at).dataSync()),
  };
}

testPureFunction<HingeLossOptions & {useBias?: boolean}>({
  name: 'hingeLoss',
  head: hinge,
  loss: (embeddings, labels, {kernel, bias}, {useBias: _, ...options}) =>
    hingeLoss(embeddings, labels, kernel as Tensor2D, bias as Tensor1D | undefined, options),
  settings: [{}, {variant: 'weston-watkins', squared: true, margin: 2, useBias: false}],
});

onEachBackend(() => {
  test('is Crammer-Singer with margin 1 by default', () => {
    const scores = [[0.5, 0.2, -0.1]];
    expectClose(ofScores(scores, [0]).losses, [0.7], 1e-6);
    expectClose(ofScores(scores, [0], {variant: 'weston-watkins'}).losses, [1.1], 1e-6);
    expectClose(ofScores(scores, [0], {squared: true}).losses, [0.49], 1e-6);
    expectClose(ofScores(scores, [0], {variant: 'weston-watkins', squared: true}).losses, [0.65], 1e-6);
    expectClose(ofScores(scores, [0], {margin: 2}).losses, [1.7], 1e-6);
  });

  test('both are the same with two classes', () => {
    const scores = [
      [0.5, 0.2],
      [-3, 4],
    ];
    const [one, other] = variants.map((variant) => ofScores(scores, [0, 0], {variant}));
    expect(one).toEqual(other);
  });

  test('an example beyond the margin has no loss and no gradient', () => {
    for (const variant of variants) {
      for (const squared of [false, true]) {
        const {losses, gradient} = ofScores([[5, 1, 2]], [0], {variant, squared});
        expect(losses).toEqual([0]);
        expect(gradient.every((v) => v === 0)).toBe(true);
      }
    }
  });

  test('wrong classes with the same score share the gradient', () => {
    expectClose(ofScores([[0, 2, 2, 1]], [0]).gradient, [-1, 0.5, 0.5, 0], 1e-6);
    expectClose(ofScores([[0, 0, 0, 0]], [3]).gradient, [1 / 3, 1 / 3, 1 / 3, -1], 1e-6);
    expectClose(ofScores([[0, 2, 2, 1]], [0], {variant: 'weston-watkins'}).gradient, [-3, 1, 1, 1], 1e-6);
  });

  test('scores of any size: the margin is not lost, and nothing overflows', () => {
    const large = [[1e4, 1e4 - 0.5, -1e4]];
    expectClose(ofScores(large, [0]).losses, [0.5], 1e-2);
    expectClose(ofScores([[2 ** 24, 2 ** 24, 0]], [0]).losses, [1], 1e-6);
    const huge = ofScores([[-1e30, 1e30, 0]], [0], {variant: 'weston-watkins'});
    expectClose(huge.losses, [3e30], 1e-6);
    expectClose(huge.gradient, [-2, 1, 1], 1e-6);
  });

  test('bad options', () => {
    expect(() => ofScores([[1, 2]], [0], {margin: 0})).toThrow(
      'hingeLoss: margin must be a number > 0, but got 0.',
    );
    expect(() => ofScores([[1, 2]], [0], {variant: 'crammer' as 'crammer-singer'})).toThrow(
      "hingeLoss: variant must be one of 'crammer-singer', 'weston-watkins', but got 'crammer'.",
    );
  });
});
