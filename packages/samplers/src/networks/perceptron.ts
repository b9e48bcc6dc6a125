import {type GivenOptions, integer, number, type Option, resolveOptions} from '@isomargin/core/options';
import {train as optimizers, type Tensor2D, tensor2d, tidy} from '@tensorflow/tfjs-core';
import {initializers, layers, type Sequential, sequential} from '@tensorflow/tfjs-layers';
import type {NetworkTask, TrainNetwork} from '../combined/train-networks.js';
import {everyRow} from '../input/data.js';
import {columnMoments} from '../neighbours/column-moments.js';
import {randomStreams, shuffle} from '../random.js';

export const perceptronOptions: {
  readonly hidden: Option<number>;
  readonly epochs: Option<number>;
  readonly batchSize: Option<number>;
  readonly learningRate: Option<number>;
} = {
  hidden: integer({default: 16, min: 1, description: 'Units of the hidden layer.'}),
  epochs: integer({default: 50, min: 1, description: 'How often the network sees each row.'}),
  batchSize: integer({default: 32, min: 1, description: 'Rows of one step.'}),
  learningRate: number({default: 0.01, above: 0, description: "Adam's step size."}),
};

export type PerceptronOptions = GivenOptions<typeof perceptronOptions>;

/** The event loop gets its turn after so many ms. */
const SLICE = 20;

/**
 * Trains the networks of `cmtnnSmote`: columns are standardised; one hidden layer of tanh and one sigmoid a class, as the
 * complements of more than two classes do not sum to 1; binary cross entropy and Adam. The same seed gives the
 * same network on the same backend.
 *
 * Works with `fitResampleAsync`; a backend of TensorFlow.js must be there.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function perceptron(options: PerceptronOptions = {}): TrainNetwork {
  const {hidden, epochs, batchSize, learningRate} = resolveOptions('perceptron', perceptronOptions, options);
  return async (task) => {
    const {X, targets, seed, signal, onProgress} = task;
    const inputs = standardised(X);
    const count = inputs.length / X.columns;
    const optimizer = optimizers.adam(learningRate);
    const model = network(X.columns, hidden, targets.columns, seed);
    try {
      model.compile({optimizer, loss: 'binaryCrossentropy'});
      const [random] = randomStreams(seed, 1);
      const order = everyRow(count);
      let began = performance.now();
      for (let epoch = 0; epoch < epochs; ++epoch) {
        shuffle(order, random!);
        for (let at = 0; at < count; at += batchSize) {
          const rows = order.subarray(at, at + batchSize);
          const xs = batchOf(inputs, X.columns, rows);
          const ys = batchOf(targets.data, targets.columns, rows);
          await model.trainOnBatch(xs, ys);
          xs.dispose();
          ys.dispose();
          if (performance.now() - began > SLICE) {
            onProgress(epoch * count + at, epochs * count);
            await new Promise<void>((resolve) => setTimeout(resolve));
            signal?.throwIfAborted();
            began = performance.now();
          }
        }
      }
      return tidy(() => model.predict(tensor2d(inputs, [count, X.columns])) as Tensor2D);
    } finally {
      model.dispose();
      optimizer.dispose();
    }
  };
}

function network(columns: number, hidden: number, classes: number, seed: number): Sequential {
  return sequential({
    layers: [
      layers.dense({
        units: hidden,
        inputShape: [columns],
        activation: 'tanh',
        kernelInitializer: initializers.glorotUniform({seed}),
      }),
      layers.dense({
        units: classes,
        activation: 'sigmoid',
        kernelInitializer: initializers.glorotUniform({seed: seed + 1}),
      }),
    ],
  });
}

/** The rows with mean 0 and deviation 1 in every column; 0 where a column is constant. */
function standardised({data, columns}: NetworkTask['X']): Float32Array {
  const {means, deviations} = columnMoments({values: data, columns}, everyRow(data.length / columns));
  return Float32Array.from(data, (value, i) => {
    const deviation = deviations[i % columns]!;
    return deviation > 0 ? (value - means[i % columns]!) / deviation : 0;
  });
}

function batchOf(values: Float32Array, columns: number, rows: Int32Array): Tensor2D {
  const batch = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    batch.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  }
  return tensor2d(batch, [rows.length, columns]);
}
