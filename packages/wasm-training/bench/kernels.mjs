/**
 * Measures single operations on the wasm backend with the stock kernels and with those of this package.
 *
 * Usage, after a build: node bench/kernels.mjs [part of a name]
 *
 * The calls of the two are interleaved, each on fresh tensors (the backend caches packed operands); medians of
 * their CPU time after a warm-up are printed as rows of a Markdown table.
 */
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import {disableWasmTraining, enableWasmTraining} from '../dist/index.js';

const CALLS = 11;
const WARM_UP = 6;
const normal = (...shape) => tf.randomNormal(shape);
const positive = (...shape) => tf.randomUniform(shape, 0.1, 2);
const bool = (...shape) => tf.greater(tf.randomUniform(shape), 0.5);
const image = [128, 28, 28, 16];
const gradient = (f) => (x, dy) => tf.grad(f)(x, dy);

const cases = {
  'matMul [784, 128] · [128, 256], left transposed': [
    () => [normal(128, 784), normal(128, 256)],
    (a, b) => tf.matMul(a, b, true),
  ],
  'matMul [128, 256] · [256, 784], right transposed': [
    () => [normal(128, 256), normal(784, 256)],
    (a, b) => tf.matMul(a, b, false, true),
  ],
  'matMul [128, 784] · [784, 256]': [() => [normal(128, 784), normal(784, 256)], (a, b) => tf.matMul(a, b)],
  'matMul [128, 128] · [128, 10000]': [
    () => [normal(128, 128), normal(128, 10000)],
    (a, b) => tf.matMul(a, b),
  ],
  'matMul [128, 128] · [128, 10000], right transposed': [
    () => [normal(128, 128), normal(10000, 128)],
    (a, b) => tf.matMul(a, b, false, true),
  ],
  'matMul [10000, 128] · [128, 128], left transposed': [
    () => [normal(128, 10000), normal(128, 128)],
    (a, b) => tf.matMul(a, b, true),
  ],
  'matMul [128, 10000] · [10000, 128]': [
    () => [normal(128, 10000), normal(10000, 128)],
    (a, b) => tf.matMul(a, b),
  ],
  'matMul [128, 128] with itself, right transposed': [
    () => [normal(128, 128)],
    (a) => tf.matMul(a, a, false, true),
  ],
  'matMul [1000, 128] with itself, right transposed': [
    () => [normal(1000, 128)],
    (a) => tf.matMul(a, a, false, true),
  ],
  'matMul [10000, 128] with itself, left transposed': [
    () => [normal(10000, 128)],
    (a) => tf.matMul(a, a, true),
  ],
  'matMul 32 × [64, 64] · [64, 64]': [
    () => [normal(32, 64, 64), normal(32, 64, 64)],
    (a, b) => tf.matMul(a, b),
  ],
  'sum [128, 28, 28, 16] over 0, 1, 2': [() => [normal(...image)], (x) => tf.sum(x, [0, 1, 2])],
  'mean [128, 28, 28, 16] over 0, 1, 2': [() => [normal(...image)], (x) => tf.mean(x, [0, 1, 2])],
  'sum [128, 28, 28, 16] over 1, 2': [() => [normal(...image)], (x) => tf.sum(x, [1, 2])],
  'sum [128, 10000] over 0': [() => [normal(128, 10000)], (x) => tf.sum(x, 0)],
  'sum [128, 10000] over 1': [() => [normal(128, 10000)], (x) => tf.sum(x, 1)],
  'sum [5, 128, 10000] over 0': [() => [normal(5, 128, 10000)], (x) => tf.sum(x, 0)],
  'max [5, 128, 10000] over 0': [() => [normal(5, 128, 10000)], (x) => tf.max(x, 0)],
  'max [128, 10000] over 0': [() => [normal(128, 10000)], (x) => tf.max(x, 0)],
  'max [128, 10000] over 1': [() => [normal(128, 10000)], (x) => tf.max(x, 1)],
  'argMax [5, 128, 10000] over 0': [() => [normal(5, 128, 10000)], (x) => tf.argMax(x, 0)],
  'exp [128, 10000], not above 0': [() => [tf.neg(positive(128, 10000))], (x) => tf.exp(x)],
  'logSoftmax [128, 10000]': [() => [normal(128, 10000)], (x) => tf.logSoftmax(x)],
  'greater [128, 10000], [128, 10000]': [
    () => [normal(128, 10000), normal(128, 10000)],
    (a, b) => tf.greater(a, b),
  ],
  'greater [128, 10000], scalar': [() => [normal(128, 10000)], (a) => tf.greater(a, 0)],
  'greater [128, 10000], [128, 1]': [() => [normal(128, 10000), normal(128, 1)], (a, b) => tf.greater(a, b)],
  'equal [5, 128, 2000], [128, 2000]': [
    () => [normal(5, 128, 2000), normal(128, 2000)],
    (a, b) => tf.equal(a, b),
  ],
  'maximum [128, 10000], [128, 10000]': [
    () => [normal(128, 10000), normal(128, 10000)],
    (a, b) => tf.maximum(a, b),
  ],
  'maximum [128, 10000], scalar': [() => [normal(128, 10000)], (a) => tf.maximum(a, 0)],
  'maximum [128, 10000], [128, 1]': [() => [normal(128, 10000), normal(128, 1)], (a, b) => tf.maximum(a, b)],
  'logicalAnd [128, 10000], [128, 10000]': [
    () => [bool(128, 10000), bool(128, 10000)],
    (a, b) => tf.logicalAnd(a, b),
  ],
  'where [128, 10000]': [
    () => [bool(128, 10000), normal(128, 10000), normal(128, 10000)],
    (c, a, b) => tf.where(c, a, b),
  ],
  'where [128, 10000], scalar': [() => [bool(128, 10000), normal(128, 10000)], (c, a) => tf.where(c, a, 0)],
  'cast bool [128, 10000] to float32': [() => [bool(128, 10000)], (x) => tf.cast(x, 'float32')],
  'clone [128, 10000]': [() => [normal(128, 10000)], (x) => tf.clone(x)],
  'tile [1, 16] to [100352, 16]': [() => [normal(1, 16)], (x) => tf.tile(x, [100352, 1])],
  'tile [128, 1] to [128, 10000]': [() => [normal(128, 1)], (x) => tf.tile(x, [1, 10000])],
  'slice 128 rows of [10000, 784]': [() => [normal(10000, 784)], (x) => tf.slice(x, [50, 0], [128, 784])],
  'add [128, 1] + [1, 10000]': [() => [normal(128, 1), normal(1, 10000)], (a, b) => tf.add(a, b)],
  'gradient of maxPool 2×2 [128, 28, 28, 16]': [
    () => [normal(...image), normal(128, 14, 14, 16)],
    gradient((x) => tf.maxPool(x, 2, 2, 'valid')),
  ],
  'gradient of avgPool 2×2 [128, 28, 28, 16]': [
    () => [normal(...image), normal(128, 14, 14, 16)],
    gradient((x) => tf.avgPool(x, 2, 2, 'valid')),
  ],
  'conv2d to its input, 3×3, [128, 14, 14, 16] to 32': [
    () => [normal(128, 14, 14, 16), normal(128, 14, 14, 32), normal(3, 3, 16, 32)],
    (x, dy, w) => tf.grad((x) => tf.conv2d(x, w, 1, 'same'))(x, dy),
  ],
  'conv2d to its input, 3×3, stride 2, [128, 14, 14, 16] to 32': [
    () => [normal(128, 14, 14, 16), normal(128, 7, 7, 32), normal(3, 3, 16, 32)],
    (x, dy, w) => tf.grad((x) => tf.conv2d(x, w, 2, 'same'))(x, dy),
  ],
  'conv2d to its filter, 3×3, [128, 28, 28, 1] to 16': [
    () => [normal(128, 28, 28, 1), normal(...image), normal(3, 3, 1, 16)],
    (x, dy, w) => tf.grad((w) => tf.conv2d(x, w, 1, 'same'))(w, dy),
  ],
  'conv2d to its filter, 3×3, [128, 14, 14, 16] to 32': [
    () => [normal(128, 14, 14, 16), normal(128, 14, 14, 32), normal(3, 3, 16, 32)],
    (x, dy, w) => tf.grad((w) => tf.conv2d(x, w, 1, 'same'))(w, dy),
  ],
  'conv2d to its filter, 3×3, [128, 7, 7, 32] to 64': [
    () => [normal(128, 7, 7, 32), normal(128, 7, 7, 64), normal(3, 3, 32, 64)],
    (x, dy, w) => tf.grad((w) => tf.conv2d(x, w, 1, 'same'))(w, dy),
  ],
  'depthwiseConv2d to its input, 3×3, [128, 28, 28, 16]': [
    () => [normal(...image), normal(...image), normal(3, 3, 16, 1)],
    (x, dy, w) => tf.grad((x) => tf.depthwiseConv2d(x, w, 1, 'same'))(x, dy),
  ],
  'depthwiseConv2d to its filter, 3×3, [128, 28, 28, 16]': [
    () => [normal(...image), normal(...image), normal(3, 3, 16, 1)],
    (x, dy, w) => tf.grad((w) => tf.depthwiseConv2d(x, w, 1, 'same'))(w, dy),
  ],
  'gather 128 rows of [10000, 128]': [
    () => [
      normal(10000, 128),
      tf.tensor1d(
        Array.from({length: 128}, (_, i) => (i * 37) % 10000),
        'int32',
      ),
    ],
    (x, indices) => tf.gather(x, indices),
  ],
  'gradient of gather, 128 of [1000, 64]': [
    () => [
      normal(1000, 64),
      normal(128, 64),
      tf.tensor1d(
        Array.from({length: 128}, (_, i) => (i * 7) % 1000),
        'int32',
      ),
    ],
    (x, dy, indices) => tf.grad((x) => tf.gather(x, indices))(x, dy),
  ],
  'batchNorm with all gradients [128, 28, 28, 16]': [
    () => [normal(...image), normal(16), positive(16), normal(16), normal(16), normal(...image)],
    (x, mean, variance, offset, scale, dy) =>
      tf.grads((x, mean, variance, offset, scale) => tf.batchNorm(x, mean, variance, offset, scale, 1e-3))(
        [x, mean, variance, offset, scale],
        dy,
      ),
  ],
};

/** CPU time of this process, which other processes on the machine disturb less than they do the clock. */
const cpuMilliseconds = () => {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1000;
};
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const wanted = process.argv[2] ?? '';

await tf.setBackend('wasm');
console.log('| operation | stock, ms | here, ms |\n|---|---|---|');
for (const [name, [make, run]] of Object.entries(cases)) {
  if (!name.includes(wanted)) continue;
  const times = {stock: [], ours: []};
  let missing = false;
  for (let i = -WARM_UP; i < CALLS; i++) {
    for (const which of ['stock', 'ours']) {
      if (which === 'stock' && missing) continue;
      if (which === 'ours') enableWasmTraining();
      else disableWasmTraining();
      // In a tidy, because what is left over makes the heap grow, and new memory is slow at first.
      const inputs = tf.tidy(make);
      try {
        const start = cpuMilliseconds();
        const output = tf.tidy(() => run(...inputs));
        const time = cpuMilliseconds() - start;
        if (i >= 0) times[which].push(time);
        tf.dispose(output);
      } catch (error) {
        if (which === 'ours' || !/not registered/.test(error.message)) throw error;
        missing = true;
      }
      tf.dispose(inputs);
    }
  }
  const stock = missing ? '–' : median(times.stock).toFixed(2);
  console.log(`| ${name} | ${stock} | ${median(times.ours).toFixed(2)} |`);
}
