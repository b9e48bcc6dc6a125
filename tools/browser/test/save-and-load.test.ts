import {affinity} from '@isomargin/affinity';
import {lossHeadOf} from '@isomargin/core';
import {io, randomNormal, type Tensor} from '@tensorflow/tfjs-core';
import {type LayersModel, layers, loadLayersModel, sequential} from '@tensorflow/tfjs-layers';
import {beforeAll, expect, test} from 'vitest';
import {commands} from 'vitest/browser';
import {expectClose} from '../../testing/numeric.js';
import {useProjectsBackend} from '../backends.js';

let xs: Tensor;
let ys: Tensor;
let model: LayersModel;

beforeAll(async () => {
  await useProjectsBackend();
  xs = randomNormal([32, 6], 0, 1, 'float32', 1);
  const head = affinity({classes: 3, prototypesPerClass: 2, sigma: 'trainable', seed: 1});
  ys = head.labels(Array.from({length: 32}, (_, i) => i % 3));
  model = sequential({
    layers: [layers.dense({units: 4, inputShape: [6]}), layers.batchNormalization({momentum: 0.9}), head],
  });
  model.compile({optimizer: 'adam', loss: head.loss});
  await model.fit(xs, ys, {epochs: 2, verbose: 0});
});

/** The loaded model predicts the same, and its head is found and trains on. */
async function expectSame(loaded: LayersModel): Promise<void> {
  const [expected, found] = [model, loaded].map((each) => (each.predict(xs) as Tensor).dataSync());
  expectClose(found!, expected!, 1e-6);
  const head = lossHeadOf(loaded) as ReturnType<typeof affinity>;
  expect(head.sigma).toBe((lossHeadOf(model) as typeof head).sigma);
  loaded.compile({optimizer: 'adam', loss: head.loss});
  expect(Number.isFinite(await loaded.trainOnBatch(xs, ys))).toBe(true);
}

test('through IndexedDB', async () => {
  await model.save('indexeddb://isomargin-test');
  expect(await io.listModels()).toHaveProperty('indexeddb://isomargin-test');
  await expectSame(await loadLayersModel('indexeddb://isomargin-test'));
  await io.removeModel('indexeddb://isomargin-test');
});

test('through downloads and chosen files', async () => {
  const names = ['isomargin.json', 'isomargin.weights.bin'];
  const downloads = commands.downloadOf(names);
  // The command listens before the files come.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await model.save('downloads://isomargin');
  const files = (await downloads).map(
    ({name, base64}) => new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name),
  );
  await expectSame(await loadLayersModel(io.browserFiles(files)));
});
