/**
 * Measures training steps on the wasm backend with the stock kernels and with those of this package.
 *
 * Usage, after a build: node bench/training-step.mjs [rounds]
 *
 * Rounds of steps of the two take turns, so that both meet the same load; medians of the CPU time are printed. Stock kernels
 * cannot train a CNN, so the CNN has a figure of its own: seconds for 30,000 images.
 */
import '@tensorflow/tfjs-backend-wasm';
import {cast, dispose, oneHot, randomUniform, setBackend, tensor1d} from '@tensorflow/tfjs-core';
import {layers, sequential} from '@tensorflow/tfjs-layers';
import {disableWasmTraining, enableWasmTraining} from '../dist/index.js';

const BATCH = 128;
const CLASSES = 10;
const STEPS_A_ROUND = 11;
const ROUNDS = Number(process.argv[2] ?? 25);
if (!Number.isInteger(ROUNDS) || ROUNDS < 1) {
  throw new Error(`rounds must be a positive integer, not ${process.argv[2]}`);
}

const block = (filters, options = {}) => [
  layers.conv2d({filters, kernelSize: 3, padding: 'same', useBias: false, ...options}),
  layers.batchNormalization(),
  layers.activation({activation: 'relu'}),
  layers.maxPooling2d({poolSize: 2}),
];
const output = () => layers.dense({units: CLASSES, activation: 'softmax'});

const cases = [
  {
    name: 'MLP 784-256-128-10',
    shape: [784],
    stock: true,
    make: () =>
      sequential({
        layers: [
          layers.dense({units: 256, activation: 'relu', inputShape: [784]}),
          layers.dense({units: 128, activation: 'relu'}),
          output(),
        ],
      }),
  },
  {
    name: 'CNN 16-32-64 with BatchNormalization',
    shape: [28, 28, 1],
    stock: false,
    make: () =>
      sequential({
        layers: [
          ...block(16, {inputShape: [28, 28, 1]}),
          ...block(32),
          ...block(64),
          layers.flatten(),
          output(),
        ],
      }),
  },
];

/** CPU time of this process, which other processes on the machine disturb less than they do the clock. */
const cpuMilliseconds = () => {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1000;
};
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

await setBackend('wasm');
const labels = tensor1d(
  Array.from({length: BATCH}, (_, i) => i % CLASSES),
  'int32',
);
for (const {name, shape, stock, make} of cases) {
  enableWasmTraining();
  const model = make();
  model.compile({optimizer: 'adam', loss: 'categoricalCrossentropy'});
  const y = cast(oneHot(labels, CLASSES), 'float32');
  const step = async () => {
    const x = randomUniform([BATCH, ...shape]);
    const start = cpuMilliseconds();
    await model.trainOnBatch(x, y);
    const time = cpuMilliseconds() - start;
    dispose(x);
    return time;
  };
  const times = {stock: [], ours: []};
  for (let round = 0; round <= ROUNDS; round++) {
    for (const which of stock ? ['stock', 'ours'] : ['ours']) {
      if (which === 'ours') enableWasmTraining();
      else disableWasmTraining();
      for (let i = 0; i < STEPS_A_ROUND; i++) {
        const time = await step();
        // The first round, and the first step of each, warm up.
        if (round > 0 && i > 0) times[which].push(time);
      }
    }
  }
  const ours = median(times.ours);
  const figures = stock
    ? `stock ${median(times.stock).toFixed(1)} ms, with wasm-training ${ours.toFixed(1)} ms, ratio ${(median(times.stock) / ours).toFixed(1)}`
    : `stock: no kernel; with wasm-training ${ours.toFixed(1)} ms, 30,000 images in ${((ours * 30) / BATCH).toFixed(0)} s`;
  console.log(`${name}, batch ${BATCH}, adam: ${figures}`);
}
