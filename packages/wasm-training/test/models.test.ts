import {
  backend,
  cast,
  mean,
  memory,
  oneHot,
  type Scalar,
  setBackend,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import {type LayersModel, layers, sequential} from '@tensorflow/tfjs-layers';
import {beforeAll, describe, expect, test} from 'vitest';
import {enableWasmTraining} from '../src/index.js';
import {random, worst} from './both-backends.js';

beforeAll(() => {
  enableWasmTraining();
});

const CLASSES = 3;

const models: Record<string, {inputShape: number[]; integers?: number; make: () => LayersModel}> = {
  'dense layers': {
    inputShape: [12],
    make: () =>
      sequential({
        layers: [
          layers.dense({units: 16, activation: 'relu', inputShape: [12]}),
          layers.batchNormalization(),
          layers.dense({units: 9, activation: 'elu'}),
          layers.dense({units: CLASSES}),
        ],
      }),
  },
  'convolution, pooling and BatchNormalization': {
    inputShape: [9, 8, 2],
    make: () =>
      sequential({
        layers: [
          layers.conv2d({filters: 4, kernelSize: 3, padding: 'same', inputShape: [9, 8, 2]}),
          layers.batchNormalization(),
          layers.activation({activation: 'relu'}),
          layers.maxPooling2d({poolSize: 2, padding: 'same'}),
          layers.conv2d({filters: 5, kernelSize: [3, 2], strides: 2, activation: 'relu'}),
          layers.averagePooling2d({poolSize: 2, strides: 1}),
          layers.flatten(),
          layers.dense({units: CLASSES}),
        ],
      }),
  },
  'depthwise and separable convolution': {
    inputShape: [8, 8, 3],
    make: () =>
      sequential({
        layers: [
          layers.depthwiseConv2d({kernelSize: 3, depthMultiplier: 2, padding: 'same', inputShape: [8, 8, 3]}),
          layers.leakyReLU({alpha: 0.2}),
          layers.separableConv2d({filters: 6, kernelSize: 3, strides: 2}),
          layers.globalAveragePooling2d({}),
          layers.dense({units: CLASSES}),
        ],
      }),
  },
  'an embedding': {
    inputShape: [6],
    integers: 11,
    make: () =>
      sequential({
        layers: [
          layers.embedding({inputDim: 11, outputDim: 5, inputLength: 6}),
          layers.globalAveragePooling1d({}),
          layers.dense({units: CLASSES}),
        ],
      }),
  },
};

/** The loss and its gradients to all trainable weights, by name, with weights that depend on the shape alone. */
async function gradients(name: string, on: 'cpu' | 'wasm'): Promise<Map<string, ArrayLike<number>>> {
  await setBackend(on);
  const {inputShape, integers, make} = models[name] as (typeof models)[string];
  const batch = 7;
  const model = make();
  const weights = model.getWeights().map(({shape}, seed) => {
    const {values} = random(shape, seed);
    // Positive, because the moving variance of BatchNormalization is among them.
    return tensor(
      (values as Float32Array).map((value) => 0.3 * Math.abs(value) - (shape.length > 1 ? 0.2 : 0)),
      shape,
    );
  });
  model.setWeights(weights);
  const {values} = random([batch, ...inputShape], 77, integers ? 'int32' : 'float32', integers);
  const x = tensor(values, [batch, ...inputShape], integers ? 'int32' : 'float32');
  const labels = tensor(
    Array.from({length: batch}, (_, i) => i % CLASSES),
    [batch],
    'int32',
  );
  const results = new Map<string, ArrayLike<number>>();
  const {value, grads} = tidy(() =>
    variableGrads(() => {
      const scores = model.apply(x, {training: true}) as Tensor;
      const target = cast(oneHot(labels, CLASSES), 'float32');
      return mean(sum(square(sub(softmax(scores), target)), -1)) as Scalar;
    }),
  );
  results.set('loss', value.dataSync());
  for (const [index, gradient] of Object.values(grads).entries()) {
    if (gradient) results.set(`gradient ${index} [${gradient.shape}]`, gradient.dataSync());
  }
  return results;
}

describe.each(Object.keys(models))('%s', (name) => {
  test('has the same loss and gradients on cpu and wasm', async () => {
    const expected = await gradients(name, 'cpu');
    const actual = await gradients(name, 'wasm');
    expect([...actual.keys()]).toEqual([...expected.keys()]);
    for (const [key, values] of expected) {
      const scale = Math.max(1e-3, ...Array.from(values, Math.abs));
      expect(worst(actual.get(key) ?? [], values) / scale, key).toBeLessThan(2e-4);
    }
  });

  // A leak of anything in a step shows in 100 steps; the model with most kinds of kernels takes 1,000.
  const steps = name.startsWith('convolution') ? 1000 : 100;

  test(`leaks neither tensors nor heap over ${steps} steps`, async () => {
    await setBackend('wasm');
    const {inputShape, integers, make} = models[name] as (typeof models)[string];
    const model = make();
    model.compile({optimizer: 'adam', loss: 'meanSquaredError'});
    const {values} = random([4, ...inputShape], 5, integers ? 'int32' : 'float32', integers);
    const x = tensor(values, [4, ...inputShape], integers ? 'int32' : 'float32');
    const y = tensor(random([4, CLASSES], 6).values, [4, CLASSES]);
    const step = async (): Promise<void> => {
      await model.trainOnBatch(x, y);
    };
    const heap = (): number =>
      (backend() as unknown as {wasm: {HEAPU8: Uint8Array}}).wasm.HEAPU8.buffer.byteLength;
    const dataIds = (): number => backend().numDataIds();
    for (let i = 0; i < 10; i++) await step();
    const before = {tensors: memory().numTensors, dataIds: dataIds(), heap: heap()};
    for (let i = 0; i < steps; i++) await step();
    expect({tensors: memory().numTensors, dataIds: dataIds(), heap: heap()}).toEqual(before);
  });
});
