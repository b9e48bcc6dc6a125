// What the scripts of this folder share: the benchmark's MLP, trained as the benchmark trains it, on parts of MNIST.
import {loadMnist} from '@isomargin/datasets/node';
import {dispose, tensor, tidy} from '@tensorflow/tfjs-core';
import {mlp} from '../dist/backbones/mlp.js';
import {startBackend} from '../dist/backend.js';
import {seedOf, shuffledIndices} from '../dist/random.js';
import {buildModel} from '../dist/training/build-model.js';
import {protocol} from '../dist/training/protocol.js';
import {ScheduledAdam} from '../dist/training/scheduled-adam.js';

const PIXELS = 784;

/** MNIST in memory, with wasm as the backend. */
export async function mnist(folder) {
  await startBackend('wasm', process.cwd());
  return loadMnist(folder);
}

/** `counts[digit]` rows of each digit, drawn by the seed, in mixed order. */
export function draw({labels}, counts, seed) {
  const left = [...counts];
  return [...shuffledIndices(labels.length, seedOf(seed, 'research rows'))].filter(
    (row) => (left[labels[row]] ?? 0) > 0 && left[labels[row]]-- > 0,
  );
}

export function inputs({images}, rows) {
  const values = new Float32Array(rows.length * PIXELS);
  for (const [i, row] of rows.entries()) {
    for (let k = 0; k < PIXELS; k++) values[i * PIXELS + k] = images[row * PIXELS + k] / 255;
  }
  return tensor(values, [rows.length, 28, 28, 1]);
}

/** Trains for some steps. `onStep` is called before each step, and after the last. */
export async function trained(set, rows, head, {steps, seed, onStep = () => undefined}) {
  const model = buildModel(mlp, [28, 28, 1], head, seed);
  const optimizer = new ScheduledAdam(protocol.learningRate, steps);
  model.compile({optimizer, loss: head.loss});
  let order = [];
  for (let step = 0; step < steps; step++) {
    await onStep(step, model);
    if (order.length < protocol.batchSize) {
      order = [
        ...order,
        ...[...shuffledIndices(rows.length, seedOf(seed, 'order', step))].map((i) => rows[i]),
      ];
    }
    const batch = order.splice(0, protocol.batchSize);
    optimizer.prepare(step);
    const [x, y] = [inputs(set, batch), head.labels(batch.map((row) => set.labels[row]))];
    await model.trainOnBatch(x, y);
    dispose([x, y]);
  }
  await onStep(steps, model);
  return model;
}

/** What the model says of some rows: a typed array of scores in rows. */
export function scoresOf(model, set, rows) {
  return tidy(() => model.predict(inputs(set, rows)).dataSync());
}
