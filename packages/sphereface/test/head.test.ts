import {crossEntropyFromLogits, embeddingModel, lossHeadOf} from '@isomargin/core';
import {io, memory, type Tensor, type Tensor2D, tensor1d, tensor2d, train} from '@tensorflow/tfjs-core';
import {initializers, type LayersModel, layers, loadLayersModel, sequential} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {plugins, SpherefaceHead, sphereface, spherefaceLoss} from '../src/index.js';

const [inputs, dimension, classes] = [2, 6, 3];
type Config = Omit<Parameters<typeof sphereface>[0], 'classes'>;

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

function network(config: Config = {}): {model: LayersModel; head: SpherefaceHead} {
  const head = sphereface({classes, seed: 1, ...config});
  const kernelInitializer = initializers.glorotUniform({seed: 1});
  const hidden = layers.dense({
    units: dimension,
    inputShape: [inputs],
    activation: 'tanh',
    kernelInitializer,
  });
  const model = sequential({layers: [hidden, head]});
  model.compile({optimizer: train.adam(0.02), loss: head.loss, metrics: [head.accuracy]});
  return {model, head};
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

const variants: [string, Config][] = [
  ['defaults', {}],
  ['without margin', {m: 1}],
  ['annealed, class weights', {lambda: 5, classWeights: [1, 3, 3]}],
];

onEachBackend(() => {
  test.each(variants)(
    '%s: learns a 10:1 imbalance, the same on every run, without a leak',
    async (_, config) => {
      const {xs, labels} = toy(8, 1);
      const unseen = toy(8, 2);
      const runs: Float32Array[] = [];
      for (const _run of [1, 2]) {
        const {model, head} = network(config);
        const ys = head.labels(labels);
        const start = head.getWeights()[0]!.dataSync().slice();
        await model.fit(xs, ys, {epochs: 1, shuffle: false, verbose: 0});
        const before = memory().numTensors;
        const {history} = await model.fit(xs, ys, {epochs: 20, shuffle: false, verbose: 0});
        expect(memory().numTensors).toBe(before);
        expect(history.loss!.at(-1)!).toBeLessThan((history.loss![0] as number) / 2);
        expect(head.getWeights()[0]!.dataSync()).not.toEqual(start);
        const [, accuracy] = model.evaluate(unseen.xs, head.labels(unseen.labels)) as Tensor[];
        expect(accuracy!.dataSync()[0]).toBeGreaterThan(0.93);
        runs.push(Float32Array.from((model.predict(unseen.xs) as Tensor).dataSync()));
      }
      expect(runs[1]).toEqual(runs[0]);
    },
  );

  test('its loss is the pure function of its weights, and its scores have no margin', () => {
    const options = {m: 3, lambda: 2, classWeights: [1, 2, 3]};
    const {model, head} = network(options);
    const {xs, labels} = toy(1, 3);
    const embeddings = embeddingModel(model).predict(xs) as Tensor2D;
    const [kernel] = head.getWeights() as [Tensor2D];
    const scores = head.apply(embeddings) as Tensor2D;
    expectClose(
      head.loss(tensor1d(labels), scores).dataSync(),
      spherefaceLoss(embeddings, labels, kernel, options).dataSync(),
      1e-6,
    );
    // Scores of examples do not depend on their labels: without margin the loss is the cross entropy of them.
    const plain = network({m: 1});
    expectClose(
      plain.head.loss(tensor1d(labels), plain.head.apply(embeddings) as Tensor).dataSync(),
      crossEntropyFromLogits(scores, head.labels(labels)).dataSync(),
      1e-6,
    );
  });

  test('predicts the same after saving and loading', async () => {
    const {model, head} = network({m: 2, lambda: 3, classWeights: [1, 2, 3], weightDecay: 0.01});
    const {xs, labels} = toy(2, 1);
    await model.fit(xs, head.labels(labels), {epochs: 2, verbose: 0});
    const loaded = await savedAndLoaded(model);
    const found = lossHeadOf(loaded);
    expect(found).toBeInstanceOf(SpherefaceHead);
    expect(found.options).toEqual(head.options);
    expect((loaded.predict(xs) as Tensor).dataSync()).toEqual((model.predict(xs) as Tensor).dataSync());
  });

  test('does not move where it is not trainable', async () => {
    const {model, head} = network();
    head.trainable = false;
    model.compile({optimizer: 'adam', loss: head.loss});
    const before = head.getWeights()[0]!.dataSync().slice();
    const {xs, labels} = toy(2, 1);
    await model.fit(xs, head.labels(labels), {epochs: 1, verbose: 0});
    expect(head.getWeights()[0]!.dataSync()).toEqual(before);
  });

  test('starts with a seeded kernel', () => {
    const kernels = [5, 5, 6].map((seed) => {
      const head = sphereface({classes: 40, seed});
      head.build([null, 60]);
      expect(head.getWeights().map(({shape}) => shape)).toEqual([[60, 40]]);
      return head.getWeights()[0]!.dataSync();
    });
    expect(kernels[1]).toEqual(kernels[0]);
    expect(kernels[2]).not.toEqual(kernels[0]);
  });
});

describe('the plugin', () => {
  test('makes a head, and the seed of the context is used where none is given', () => {
    const [plugin] = plugins;
    expect(plugins.map(({name}) => name)).toEqual(['sphereface']);
    const seeds = [{}, {seed: 3}].map((given) => plugin!.create(given, {classes, seed: 8}).options.seed);
    expect(seeds).toEqual([8, 3]);
    expect(plugin!.create({m: 2}, {classes})).toBeInstanceOf(SpherefaceHead);
  });

  test('refuses what is not allowed', () => {
    expect(() => plugins[0]!.create({lamda: 1} as object, {classes})).toThrow(
      "sphereface: unknown option 'lamda'. Did you mean 'lambda'?",
    );
    expect(() => sphereface({classes, m: 0})).toThrow('sphereface: m must be an integer >= 1, but got 0.');
  });
});
