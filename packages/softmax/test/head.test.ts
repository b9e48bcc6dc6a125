import {embeddingModel, lossHeadOf, OptionError} from '@isomargin/core';
import {
  io,
  matMul,
  memory,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  train,
} from '@tensorflow/tfjs-core';
import {initializers, type LayersModel, layers, loadLayersModel, sequential} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {plugins, SoftmaxHead, softmax, softmaxLoss} from '../src/index.js';

const [inputs, dimension, classes] = [2, 6, 3];

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

function network(head: SoftmaxHead): LayersModel {
  const kernelInitializer = initializers.glorotUniform({seed: 1});
  const hidden = layers.dense({
    units: dimension,
    inputShape: [inputs],
    activation: 'tanh',
    kernelInitializer,
  });
  const model = sequential({layers: [hidden, head]});
  model.compile({optimizer: train.adam(0.02), loss: head.loss, metrics: [head.accuracy]});
  return model;
}

async function savedAndLoaded(model: LayersModel): Promise<LayersModel> {
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (given) => {
      artifacts = {...given, modelTopology: JSON.parse(JSON.stringify(given.modelTopology))};
      return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
    }),
  );
  return loadLayersModel(io.fromMemory(artifacts!));
}

onEachBackend(() => {
  test('starts with a seeded Glorot kernel and a bias of 0', () => {
    const kernels = [5, 5, 6].map((seed) => {
      const head = softmax({classes: 40, seed});
      head.build([null, 60]);
      const [kernel, bias] = head.getWeights();
      expect(kernel!.shape).toEqual([60, 40]);
      expect(bias!.dataSync()).toEqual(new Float32Array(40));
      return kernel!.dataSync();
    });
    expect(kernels[1]).toEqual(kernels[0]);
    expect(kernels[2]).not.toEqual(kernels[0]);
    const limit = Math.sqrt(6 / 100);
    const largest = Math.max(...kernels[0]!.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.99 * limit);
  });

  test('without bias', () => {
    const head = softmax({classes, useBias: false});
    head.build([null, dimension]);
    expect(head.getWeights().length).toBe(1);
    const f = tensor2d(Float32Array.from(normals(dimension, 1)), [1, dimension]);
    expectClose(
      (head.apply(f) as Tensor).dataSync(),
      matMul(f, head.getWeights()[0] as Tensor2D).dataSync(),
      1e-6,
    );
  });

  test('its loss is the pure function of its weights', () => {
    const head = softmax({classes, seed: 1, classWeights: [1, 2, 3]});
    const model = network(head);
    const {xs, labels} = toy(1, 3);
    head.setWeights([head.getWeights()[0]!, tensor1d([0.1, -0.2, 0.3])]);
    const [kernel, bias] = head.getWeights() as [Tensor2D, Tensor1D];
    const embeddings = embeddingModel(model).predict(xs) as Tensor2D;
    const expected = softmaxLoss(embeddings, labels, kernel, bias, {classWeights: [1, 2, 3]});
    expectClose(
      head.loss(tensor1d(labels), model.predict(xs) as Tensor).dataSync(),
      expected.dataSync(),
      1e-5,
    );
  });

  test('learns a toy problem with a 10:1 imbalance, the same on every run, without a leak', async () => {
    const {xs, labels} = toy(15, 1);
    const unseen = toy(15, 2);
    const runs: Float32Array[] = [];
    for (const _run of [1, 2]) {
      const head = softmax({classes, seed: 1});
      const model = network(head);
      const ys = head.labels(labels);
      await model.fit(xs, ys, {epochs: 1, shuffle: false, verbose: 0});
      const before = memory().numTensors;
      const {history} = await model.fit(xs, ys, {epochs: 25, shuffle: false, verbose: 0});
      expect(memory().numTensors).toBe(before);
      expect(history.loss!.at(-1)!).toBeLessThan((history.loss![0] as number) / 2);
      const [, accuracy] = model.evaluate(unseen.xs, head.labels(unseen.labels)) as Tensor[];
      expect(accuracy!.dataSync()[0]).toBeGreaterThan(0.95);
      runs.push(Float32Array.from((model.predict(unseen.xs) as Tensor).dataSync()));
    }
    expect(runs[1]).toEqual(runs[0]);
  });

  test('predicts the same after saving and loading', async () => {
    const head = softmax({classes, seed: 1, classWeights: [1, 2, 3], weightDecay: 0.01, useBias: false});
    const model = network(head);
    const {xs, labels} = toy(2, 1);
    await model.fit(xs, head.labels(labels), {epochs: 2, verbose: 0});
    const loaded = await savedAndLoaded(model);
    const found = lossHeadOf(loaded);
    expect(found).toBeInstanceOf(SoftmaxHead);
    expect(found.options).toEqual(head.options);
    expect((loaded.predict(xs) as Tensor).dataSync()).toEqual((model.predict(xs) as Tensor).dataSync());
  });

  test('weight decay is for the kernel alone', async () => {
    const head = softmax({classes, seed: 1, weightDecay: 0.5, classWeights: [0, 0, 0]});
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

  describe('the plugin', () => {
    test('makes a head, and the seed of the context is used where none is given', () => {
      const [plugin] = plugins;
      expect(plugins.map(({name}) => name)).toEqual(['softmax']);
      const seeds = [{}, {seed: 3}].map((given) => plugin!.create(given, {classes, seed: 8}).options.seed);
      expect(seeds).toEqual([8, 3]);
      expect(plugin!.create({useBias: false}, {classes})).toBeInstanceOf(SoftmaxHead);
    });

    test('refuses what the head does not know', () => {
      expect(() => plugins[0]!.create({useBais: true} as object, {classes})).toThrow(
        new OptionError("softmax: unknown option 'useBais'. Did you mean 'useBias'?"),
      );
      expect(() => softmax({classes, useBias: 1 as unknown as boolean})).toThrow(
        'softmax: useBias must be true or false, but got 1.',
      );
    });
  });
});
