import {
  io,
  memory,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  train,
} from '@tensorflow/tfjs-core';
import {initializers, type LayersModel, layers, loadLayersModel, sequential} from '@tensorflow/tfjs-layers';
import {expect, test} from 'vitest';
import type {LinearLoss} from './linear-loss.js';
import {expectClose, normals} from './numeric.js';

interface Head extends layers.Layer {
  readonly loss: (labels: Tensor, scores: Tensor) => Tensor;
  readonly accuracy: (labels: Tensor, scores: Tensor) => Tensor;
  readonly options: Readonly<Record<string, unknown>>;
  labels(labels: readonly number[]): Tensor2D;
}

/** What every linear head takes. */
interface Config {
  readonly classes: number;
  readonly seed?: number;
  readonly classWeights?: readonly number[];
  readonly useBias?: boolean;
  readonly weightDecay?: number;
}

/** What `testLinearHead` needs of a package. */
interface Tested {
  /** Makes the head, with the options under test added. */
  make(config: Config): Head;
  /** The pure function with the same options. */
  readonly loss: LinearLoss;
  /** `lossHeadOf` of core. */
  lossHeadOf(model: LayersModel): unknown;
}

const [inputs, dimension, classes] = [2, 6, 3];

/** Three clouds around a circle, the first ten times as frequent as the others, in mixed order. */
function toy(size: number, seed: number): {xs: Tensor2D; labels: number[]} {
  const labels = Array.from({length: 12 * size}, (_, i) => (i % 12 < 10 ? 0 : (i % 12) - 9));
  const noise = normals(labels.length * inputs, seed);
  const xs = labels.map((label, i) => {
    const angle = (2 * Math.PI * label) / classes;
    return [2 * Math.cos(angle) + 0.6 * noise[2 * i]!, 2 * Math.sin(angle) + 0.6 * noise[2 * i + 1]!];
  });
  return {xs: tensor2d(xs), labels};
}

function network(head: Head): LayersModel {
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
      return {modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON'}};
    }),
  );
  return loadLayersModel(io.fromMemory(artifacts!));
}

/** Tests a head whose scores are linear as the last layer of a model, on the current backend. */
export function testLinearHead({make, loss, lossHeadOf}: Tested): void {
  test('its loss is the pure function of its weights', () => {
    const classWeights = [1, 2, 3];
    const head = make({classes, seed: 1, classWeights});
    head.build([null, inputs]);
    head.setWeights([head.getWeights()[0]!, tensor1d([0.1, -0.2, 0.3])]);
    const [kernel, bias] = head.getWeights() as [Tensor2D, Tensor1D];
    const {xs, labels} = toy(1, 3);
    const expected = loss(xs, labels, kernel, bias, {classWeights});
    expectClose(head.loss(tensor1d(labels), head.apply(xs) as Tensor).dataSync(), expected.dataSync(), 1e-5);
  });

  test('learns a toy problem with a 10:1 imbalance, the same on every run, without a leak', async () => {
    const {xs, labels} = toy(15, 1);
    const unseen = toy(15, 2);
    const runs: Float32Array[] = [];
    for (const _run of [1, 2]) {
      const head = make({classes, seed: 1});
      const model = network(head);
      const ys = head.labels(labels);
      await model.fit(xs, ys, {epochs: 1, shuffle: false, verbose: 0});
      const before = memory().numTensors;
      const {history} = await model.fit(xs, ys, {epochs: 25, shuffle: false, verbose: 0});
      expect(memory().numTensors).toBe(before);
      expect(history.loss!.at(-1)!).toBeLessThan((history.loss![0] as number) / 2);
      const [, accuracy] = model.evaluate(unseen.xs, head.labels(unseen.labels)) as Tensor[];
      expect(accuracy!.dataSync()[0]).toBeGreaterThan(0.93);
      runs.push(Float32Array.from((model.predict(unseen.xs) as Tensor).dataSync()));
    }
    expect(runs[1]).toEqual(runs[0]);
  });

  test('predicts the same after saving and loading', async () => {
    const head = make({classes, seed: 1, classWeights: [1, 2, 3], weightDecay: 0.01, useBias: false});
    const model = network(head);
    const {xs, labels} = toy(2, 1);
    await model.fit(xs, head.labels(labels), {epochs: 2, verbose: 0});
    const loaded = await savedAndLoaded(model);
    const found = lossHeadOf(loaded) as Head;
    expect(found.constructor).toBe(head.constructor);
    expect(found.options).toEqual(head.options);
    expect((loaded.predict(xs) as Tensor).dataSync()).toEqual((model.predict(xs) as Tensor).dataSync());
  });

  test('trainable = false keeps its weights, and the layers before it learn on', async () => {
    const head = make({classes, seed: 1});
    const model = network(head);
    head.trainable = false;
    model.compile({optimizer: train.adam(0.02), loss: head.loss});
    const weights = (layer: layers.Layer | undefined): number[] =>
      layer!.getWeights().flatMap((w) => Array.from(w.dataSync()));
    const before = model.layers.map(weights);
    const {xs, labels} = toy(2, 1);
    await model.fit(xs, head.labels(labels), {epochs: 2, verbose: 0});
    expect(weights(model.layers[1])).toEqual(before[1]);
    expect(weights(model.layers[0])).not.toEqual(before[0]);
  });
}
