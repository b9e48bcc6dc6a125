import {embeddingModel} from '@isomargin/core';
import {
  gather,
  randomUniform,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  train,
} from '@tensorflow/tfjs-core';
import {initializers, type LayersModel, layers, sequential} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {type CenterHead, center, centerLoss} from '../src/index.js';
import {centersAfter} from './oracle.js';

const [inputs, dimension, classes] = [2, 4, 3];
type Config = Omit<Parameters<typeof center>[0], 'classes'>;

/** Three clouds around a circle, the first ten times as frequent as the others. */
function toy(size: number, seed: number): {xs: Tensor2D; labels: number[]} {
  const labels = Array.from({length: 12 * size}, (_, i) => (i % 12 < 10 ? 0 : (i % 12) - 9));
  const noise = normals(labels.length * inputs, seed);
  const xs = labels.map((label, i) => {
    const angle = (2 * Math.PI * label) / classes;
    return [2 * Math.cos(angle) + 0.6 * noise[2 * i]!, 2 * Math.sin(angle) + 0.6 * noise[2 * i + 1]!];
  });
  return {xs: tensor2d(xs), labels};
}

function network(config: Config = {}, useMetric = false): {model: LayersModel; head: CenterHead} {
  const head = center({classes, seed: 1, centerWeight: 0.1, ...config});
  const kernelInitializer = initializers.glorotUniform({seed: 1});
  const hidden = layers.dense({
    units: dimension,
    inputShape: [inputs],
    activation: 'tanh',
    kernelInitializer,
  });
  const model = sequential({layers: [hidden, head]});
  const metrics = useMetric ? [head.accuracy, head.loss] : [head.accuracy];
  model.compile({optimizer: train.adam(0.02), loss: head.loss, metrics});
  return {model, head};
}

const numbers = (tensor: Tensor): Float64Array => {
  const values = Float64Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
};
const centersOf = (head: CenterHead): Float64Array => numbers(head.centers());

onEachBackend(() => {
  describe('the rule of the centres', () => {
    test.each([
      ['', {}, false],
      [', with the loss as a metric too', {}, true],
      [', with another rate and class weights', {centerRate: 0.9, classWeights: [1, 5, 0]}, false],
    ] as [string, Config, boolean][])('over the steps of fit, exactly%s', async (_, config, useMetric) => {
      const {model, head} = network(config, useMetric);
      const {xs, labels} = toy(2, 3);
      const ys = head.labels(labels);
      const embed = embeddingModel(model);
      const rate = config.centerRate ?? 0.5;
      let expected = centersOf(head);
      // The last batch is smaller, and some batches lack a class.
      const size = 5;
      for (let epoch = 0; epoch < 2; epoch++) {
        for (let from = 0; from < labels.length; from += size) {
          const rows = Array.from({length: Math.min(size, labels.length - from)}, (_, i) => from + i);
          const part = gather(xs, tensor1d(rows, 'int32'));
          const f = numbers(embed.predict(part) as Tensor);
          expected = centersAfter(
            expected,
            f,
            rows.map((r) => labels[r]!),
            dimension,
            rate,
          );
          await model.fit(part, gather(ys, tensor1d(rows, 'int32')), {
            batchSize: size,
            epochs: 1,
            verbose: 0,
          });
          expectClose(centersOf(head), expected, 1e-5);
        }
      }
    });

    test('in an epoch of several batches, with fixed embeddings', async () => {
      const head = center({classes, seed: 1});
      const model = sequential({layers: [layers.inputLayer({inputShape: [inputs]}), head]});
      model.compile({optimizer: train.sgd(0.1), loss: head.loss, metrics: [head.accuracy, head.loss]});
      const {xs, labels} = toy(3, 4);
      let expected = centersOf(head);
      const f = xs.dataSync();
      for (let epoch = 0; epoch < 3; epoch++) {
        for (let from = 0; from < labels.length; from += 8) {
          const of = f.slice(from * inputs, (from + 8) * inputs);
          expected = centersAfter(expected, of, labels.slice(from, from + 8), inputs, 0.5);
        }
      }
      await model.fit(xs, head.labels(labels), {epochs: 3, batchSize: 8, shuffle: false, verbose: 0});
      expectClose(centersOf(head), expected, 1e-5);
    });

    test('not in evaluate, predict and validation', async () => {
      const {model, head} = network({}, true);
      const {xs, labels} = toy(2, 5);
      const ys = head.labels(labels);
      const start = centersOf(head);
      model.evaluate(xs, ys);
      model.predict(xs);
      head.loss(ys, head.apply(randomUniform([labels.length, dimension])) as Tensor);
      expect(centersOf(head)).toEqual(start);

      const run = async (validationData?: [Tensor, Tensor]): Promise<Float64Array> => {
        const {model: fresh, head: own} = network();
        await fresh.fit(xs, ys, {epochs: 2, batchSize: 8, shuffle: false, verbose: 0, validationData});
        return centersOf(own);
      };
      const other = toy(1, 6);
      const without = await run();
      expect(without).not.toEqual(start);
      expect(await run([other.xs, head.labels(other.labels)])).toEqual(without);
    });

    test('by hand in training: once for the same scores', () => {
      const head = center({classes, seed: 1});
      const f = tensor2d(Float32Array.from(normals(2 * dimension, 8)), [2, dimension]);
      const scores = head.apply(f, {training: true}) as Tensor;
      const start = centersOf(head);
      const values = head.loss(tensor1d([0, 2]), scores);
      const once = centersAfter(start, f.dataSync(), [0, 2], dimension, 0.5);
      head.loss(tensor1d([0, 2]), scores);
      expectClose(centersOf(head), once, 1e-6);
      // The step's loss is that at the centres before they moved.
      const [kernel, bias] = head.getWeights() as [Tensor2D, Tensor1D];
      const before = tensor2d(Float32Array.from(start), [classes, dimension]);
      expectClose(values.dataSync(), centerLoss(f, [0, 2], kernel, bias, before).dataSync(), 1e-6);
    });

    test('the centres are no trainable weight', () => {
      const {head} = network();
      expect(head.trainableWeights.map(({shape}) => shape)).toEqual([[dimension, classes], [classes]]);
      expect(head.nonTrainableWeights.map(({shape}) => shape)).toEqual([[classes, dimension]]);
    });
  });

  test("centers 'trainable': the optimizer moves them along their gradient, the rule does not", async () => {
    const head = center({classes, seed: 1, centers: 'trainable', centerWeight: 0.3});
    const model = sequential({layers: [layers.inputLayer({inputShape: [inputs]}), head]});
    model.compile({optimizer: train.sgd(0.5), loss: head.loss});
    const {xs, labels} = toy(1, 3);
    const f = xs.dataSync();
    const start = centersOf(head);
    const expected = start.map((c, at) => {
      const [j, k] = [Math.floor(at / inputs), at % inputs];
      const gradient = labels.map((y, i) => (y === j ? 0.3 * (c - f[i * inputs + k]!) : 0));
      return c - (0.5 * gradient.reduce((a, b) => a + b, 0)) / labels.length;
    });
    await model.trainOnBatch(xs, head.labels(labels));
    expectClose(centersOf(head), expected, 1e-5);
  });
});

describe('bad input', () => {
  test('scores of elsewhere, and centres before the model', () => {
    const {head} = network();
    expect(() => head.loss(tensor1d([0]), tensor2d([[1, 2, 3]]))).toThrow('did not come from this head');
    expect(() => center({classes}).centers()).toThrow('before it is part of a model');
  });
});
