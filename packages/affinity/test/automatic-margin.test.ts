import {grad, sum, tensor2d} from '@tensorflow/tfjs-core';
import {expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {marginLoss} from '../src/index.js';

const scores = [
  [0.9, 0.2, 0.1],
  [0.3, 0.6, 0.5],
  [0.8, 0.1, 0.3], // wrong: class 2
];
const oneHot = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
// |own − best other| is 0.7, 0.1 and 0.5.
const margin = 0.6 * ((0.7 + 0.1 + 0.5) / 3);

onEachBackend(() => {
  test('is 0.6 of the mean difference between the own and the best other affinity', () => {
    const d = tensor2d(scores);
    const y = tensor2d(oneHot);
    const automatic = marginLoss(d, y, 'auto').dataSync();
    expectClose(automatic, marginLoss(d, y, margin).dataSync(), 1e-6);
    expectClose(
      automatic,
      [0, Math.max(0, margin - 0.3) + margin - 0.1, margin + 0.5 + Math.max(0, margin - 0.2)],
      1e-6,
    );
  });

  test('is not differentiated', () => {
    const y = tensor2d(oneHot);
    const of = (m: number | 'auto') =>
      grad((d) => sum(marginLoss(d as typeof y, y, m)))(tensor2d(scores)).dataSync();
    expect(of('auto')).toEqual(of(margin));
  });

  test('is at least 0.05', () => {
    const d = tensor2d([[0.5, 0.5]]);
    expectClose(marginLoss(d, tensor2d([[1, 0]]), 'auto').dataSync(), [0.05], 1e-6);
  });

  test.each([0, -1, 1.5, Number.NaN])('a margin of %d is refused', (wrong) => {
    const d = tensor2d([[0.5, 0.5]]);
    expect(() => marginLoss(d, tensor2d([[1, 0]]), wrong)).toThrow(
      'marginLoss: margin must be a number > 0 and <= 1',
    );
  });
});
