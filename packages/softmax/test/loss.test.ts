import {crossEntropyFromLogits} from '@isomargin/core';
import {grad, sum, type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {testPureFunction} from '../../../tools/testing/pure-function.js';
import {softmax, softmaxLoss} from '../src/index.js';

testPureFunction<{useBias?: boolean}>({
  name: 'softmaxLoss',
  head: softmax,
  loss: (embeddings, labels, {kernel, bias}, {useBias: _, ...options}) =>
    softmaxLoss(embeddings, labels, kernel as Tensor2D, bias as Tensor1D | undefined, options),
  settings: [{}, {useBias: false}],
});

onEachBackend(() => {
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
});
