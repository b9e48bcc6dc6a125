import {lossHeadOf, OptionError} from '@isomargin/core';
import {io, randomUniform, type Tensor, type Tensor2D, tensor2d, train} from '@tensorflow/tfjs-core';
import {initializers, type LayersModel, layers, loadLayersModel, sequential} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {SpherefaceHead, sphereface} from '../src/index.js';

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
  const head = sphereface({classes, seed: 1, annealing: 'falling', lambda: 5, ...config});
  const kernelInitializer = initializers.glorotUniform({seed: 1});
  const hidden = layers.dense({
    units: dimension,
    inputShape: [inputs],
    activation: 'tanh',
    kernelInitializer,
  });
  const model = sequential({layers: [hidden, head]});
  // The loss is a metric too: it is asked for twice in a step.
  model.compile({optimizer: train.adam(0.02), loss: head.loss, metrics: [head.accuracy, head.loss]});
  return {model, head};
}

/** λ after some steps, in float64. */
const weightAt = (steps: number, start: number, rate: number, power: number, end: number): number =>
  Math.max(end, start * (1 + rate * steps) ** -power);
const steps = (head: SpherefaceHead): number => head.getWeights()[1]!.dataSync()[0]!;

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
  describe('training steps', () => {
    test('are counted once each, in training alone', async () => {
      const {model, head} = network();
      const {xs, labels} = toy(2, 3);
      const ys = head.labels(labels);
      expect([steps(head), head.cosineWeight]).toEqual([0, 1000]);
      model.evaluate(xs, ys);
      model.predict(xs);
      head.loss(ys, head.apply(randomUniform([labels.length, dimension])) as Tensor);
      expect(steps(head)).toBe(0);
      // 24 examples in batches of 10: three steps an epoch.
      await model.fit(xs, ys, {epochs: 4, batchSize: 10, verbose: 0, validationData: [xs, ys]});
      expect(steps(head)).toBe(12);
      expectClose([head.cosineWeight], [weightAt(12, 1000, 0.12, 1, 5)], 1e-5);
      await model.trainOnBatch(xs, ys);
      expect(steps(head)).toBe(13);
      model.evaluate(xs, ys);
      expect(steps(head)).toBe(13);
    });

    test('are saved and loaded, and counted on', async () => {
      const {model, head} = network({classWeights: [1, 2, 3], weightDecay: 0.01, m: 2});
      const {xs, labels} = toy(2, 1);
      const ys = head.labels(labels);
      await model.fit(xs, ys, {epochs: 3, batchSize: 12, verbose: 0});
      const loaded = await savedAndLoaded(model);
      const found = lossHeadOf(loaded) as SpherefaceHead;
      expect(found).toBeInstanceOf(SpherefaceHead);
      expect(found.options).toEqual(head.options);
      expect((loaded.predict(xs) as Tensor).dataSync()).toEqual((model.predict(xs) as Tensor).dataSync());
      expect([steps(found), found.cosineWeight]).toEqual([6, head.cosineWeight]);
      loaded.compile({optimizer: 'adam', loss: found.loss});
      await loaded.fit(xs, ys, {epochs: 1, batchSize: 12, verbose: 0});
      expect(steps(found)).toBe(8);
    });

    test('are no trainable weight, not counted with trainable = false, and not there without annealing', async () => {
      const {model, head} = network();
      expect(head.trainableWeights.map(({shape}) => shape)).toEqual([[dimension, classes]]);
      head.trainable = false;
      model.compile({optimizer: 'sgd', loss: head.loss});
      const {xs, labels} = toy(1, 3);
      const start = head.getWeights().map((w) => w.dataSync().slice());
      await model.fit(xs, head.labels(labels), {epochs: 2, verbose: 0});
      expect(head.getWeights().map((w) => w.dataSync())).toEqual(start);
      for (const lambda of [0, 5]) {
        const {head: plain} = network({annealing: 'none', lambda});
        expect([plain.getWeights().length, plain.cosineWeight]).toEqual([1, lambda]);
      }
    });
  });
});

test('bad options, and λ before the model', () => {
  const of =
    (config: object): (() => SpherefaceHead) =>
    () =>
      sphereface({classes: 3, ...config});
  expect(of({annealing: 'fall'})).toThrow(
    new OptionError("sphereface: annealing must be one of 'falling', 'none', but got 'fall'."),
  );
  expect(of({annealingStart: -1})).toThrow('sphereface: annealingStart must be a number >= 0, but got -1.');
  expect(of({anealingRate: 1})).toThrow("Did you mean 'annealingRate'?");
  expect(() => sphereface({classes}).cosineWeight).toThrow('before it is part of a model');
});
