import {tensor1d, tensor2d, train} from '@tensorflow/tfjs-core';
import {layers, sequential} from '@tensorflow/tfjs-layers';
import {expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {SoftmaxHead, softmax} from '../src/index.js';

onEachBackend(() => {
  test('starts with a Glorot kernel and a bias of 0', () => {
    const head = softmax({classes: 40, seed: 5});
    expect(head).toBeInstanceOf(SoftmaxHead);
    head.build([null, 60]);
    const [kernel, bias] = head.getWeights();
    expect(kernel!.shape).toEqual([60, 40]);
    expect(bias!.dataSync()).toEqual(new Float32Array(40));
    const limit = Math.sqrt(6 / 100);
    const largest = Math.max(...kernel!.dataSync().map(Math.abs));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.99 * limit);
  });

  test('weight decay is for the kernel alone', async () => {
    const dimension = 6;
    const head = softmax({classes: 3, seed: 1, weightDecay: 0.5, classWeights: [0, 0, 0]});
    head.build([null, dimension]);
    const bias = tensor1d([1, 2, 3]);
    head.setWeights([head.getWeights()[0]!, bias]);
    const model = sequential({layers: [layers.inputLayer({inputShape: [dimension]}), head]});
    model.compile({optimizer: train.sgd(0.5), loss: head.loss});
    const kernel = head.getWeights()[0]!.dataSync().slice();
    await model.trainOnBatch(tensor2d(Array(dimension).fill(1), [1, dimension]), head.labels([0]));
    expectClose(
      head.getWeights()[0]!.dataSync(),
      [...kernel].map((v) => v / 2),
      1e-6,
    );
    expectClose(head.getWeights()[1]!.dataSync(), [1, 2, 3], 1e-6);
  });
});
