import {dispose, type Tensor, type TensorContainer, tidy} from '@tensorflow/tfjs-core';
import type {LayersModel} from '@tensorflow/tfjs-layers';
import {isTensor} from '../input/arrays.js';
import {checkKnown, checkWhole} from '../input/options.js';
import {scoreAccumulator} from '../streaming/score-accumulator.js';

/** The inputs of a model: one tensor, one for each input, or by the names of the inputs. */
export type ModelInputs = Tensor | Tensor[] | Readonly<Record<string, Tensor>>;

/** A data set as `fitDataset` takes it, of batches {xs, ys}: of tf.data, or anything with such an iterator. */
export interface BatchDataset {
  iterator(): Promise<{next(): Promise<{value: unknown; done?: boolean}>}>;
}

/** Examples with their labels, [n], [n, 1] or one-hot; tensors are not disposed, the batches of a data set are. */
export type EvaluationData = readonly [xs: ModelInputs, ys: Tensor] | BatchDataset;

/** The model's outputs for all examples, row by row: [n, classes], also [n, 1]. */
export interface ModelOutputs {
  data: Float32Array;
  shape: readonly [rows: number, columns: number];
}

/** A metric of all examples: their classes, [n] (with one column of outputs 0 or 1), and the model's outputs. */
export type WholeMetric = (yTrue: Int32Array, outputs: ModelOutputs) => number;

/** Options of an evaluation. */
export interface EvaluateOptions {
  /** Examples a batch, where tensors are given: a whole number of at least 1, default 32. */
  batchSize?: number;
  /** The most batches that are taken of a data set: a whole number of at least 1, default all. */
  batches?: number;
  /** Turns the outputs of a batch into what the metrics are of: `softmax` or `sigmoid`, where a model gives logits. */
  transform?: (outputs: Tensor) => Tensor;
}

/**
 * The outputs of a model with one output for all examples, with their labels.
 *
 * @throws RangeError or TypeError where data, a label or an output is not allowed; Error where the model has more outputs
 */
export async function evaluated(
  model: LayersModel,
  data: EvaluationData,
  options: EvaluateOptions = {},
): Promise<{yTrue: Int32Array; outputs: ModelOutputs}> {
  const {batchSize = 32, batches = Infinity, transform = (outputs) => outputs} = options;
  checkEvaluation(data, options);
  if (model.outputs.length !== 1)
    throw new Error(`the model has ${model.outputs.length} outputs: a model with one is needed`);
  const kept = scoreAccumulator();
  const add = async (outputs: Tensor, ys: Tensor): Promise<void> => {
    const [rows = 0, columns = 1] = outputs.shape;
    const [scores, labels] = await Promise.all([outputs.data<'float32'>(), ys.data<'float32'>()]);
    const [, labelColumns = 1] = ys.shape;
    const yTrue = labelColumns === 1 ? labels : {data: labels, shape: [ys.shape[0], labelColumns] as const};
    kept.update(yTrue, {data: Float32Array.from(scores), shape: [rows, columns]});
  };
  if (isDataset(data)) {
    for await (const {xs, ys, all} of batchesOf(data, batches)) {
      const outputs = tidy(() => transform(predict(model, xs)));
      try {
        await add(outputs, ys);
      } finally {
        outputs.dispose();
        dispose(all);
      }
    }
  } else {
    const [xs, ys] = data;
    const outputs = tidy(() => transform(predict(model, xs, batchSize)));
    try {
      await add(outputs, ys);
    } finally {
      outputs.dispose();
    }
  }
  const {yTrue, scores} = kept.result();
  // One column is kept as a vector, and float32 as float32.
  const outputs = 'shape' in scores ? scores : {data: scores, shape: [scores.length, 1] as const};
  return {yTrue, outputs: outputs as ModelOutputs};
}

/** Throws where the data or the options are not as they must be. */
export function checkEvaluation(data: EvaluationData, options: EvaluateOptions): void {
  checkKnown(options, ['batchSize', 'batches', 'transform']);
  if (options.batches !== undefined) checkWhole('batches', options.batches, 1);
  if (options.batchSize !== undefined) checkWhole('batchSize', options.batchSize, 1);
  if (!isDataset(data) && !(Array.isArray(data) && data.length === 2 && isTensor(data[1])))
    throw new TypeError(
      'data is neither [xs, ys] nor a data set: tensors, or what has an iterator, are needed',
    );
}

function isDataset(data: unknown): data is BatchDataset {
  return typeof data === 'object' && data !== null && 'iterator' in data;
}

function predict(model: LayersModel, xs: ModelInputs, batchSize?: number): Tensor {
  const inputs = isTensor(xs) || Array.isArray(xs) ? xs : model.inputNames.map((name) => inputOf(xs, name));
  const outputs = batchSize === undefined ? model.predictOnBatch(inputs) : model.predict(inputs, {batchSize});
  return outputs as Tensor;
}

function inputOf(xs: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const input = xs[name];
  if (input === undefined)
    throw new RangeError(`xs has ${Object.keys(xs).join(', ')}: the model's input ${name} is missing`);
  return input;
}

async function* batchesOf(
  data: BatchDataset,
  batches: number,
): AsyncGenerator<{xs: ModelInputs; ys: Tensor; all: TensorContainer}> {
  const iterator = await data.iterator();
  for (let taken = 0; taken < batches; taken++) {
    const {value, done} = await iterator.next();
    // tf.data's last answer has no value, others' may have one.
    if (value !== null && value !== undefined) {
      const batch = value as {xs?: ModelInputs; ys?: Tensor};
      if (batch.xs === undefined || !isTensor(batch.ys))
        throw new TypeError('a batch of the data set has not the form {xs, ys} with one tensor ys');
      yield {xs: batch.xs, ys: batch.ys, all: value as TensorContainer};
    }
    if (done) return;
  }
}
