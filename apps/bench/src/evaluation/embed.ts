import {embeddingModel, lossHeadOf} from '@isomargin/core';
import {argMax, concat, dispose, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {type LayersModel, model as makeModel} from '@tensorflow/tfjs-layers';
import type {Examples} from '../examples.js';
import {inputTensor} from '../training/batches.js';

const BATCH = 256;

/** What a model makes of examples. */
export interface Embedded {
  /** [n, d]; dispose it. */
  readonly embeddings: Tensor2D;
  /** [n]: the class of the largest score. */
  readonly predictions: Int32Array;
  /** [n, classes], example after example; of any scale. */
  readonly scores: Float32Array;
  /** [n, classes], of heads that train probabilities. */
  readonly probabilities: Float32Array | undefined;
}

/** Embeddings and predictions of all examples, in one pass. */
export function embed(model: LayersModel, examples: Examples): Embedded {
  const both = makeModel({
    inputs: model.inputs,
    outputs: [...embeddingModel(model).outputs, ...model.outputs],
  });
  const head = lossHeadOf(model);
  const {classes} = head;
  const predictions = new Int32Array(examples.count);
  const scores = new Float32Array(examples.count * classes);
  let probabilities: Float32Array | undefined;
  const parts: Tensor2D[] = [];
  for (let start = 0; start < examples.count; start += BATCH) {
    const rows = Int32Array.from({length: Math.min(BATCH, examples.count - start)}, (_, i) => start + i);
    parts.push(
      tidy(() => {
        const [embeddings, ofBatch] = both.predictOnBatch(inputTensor(examples, rows)) as [
          Tensor2D,
          Tensor2D,
        ];
        predictions.set(argMax(ofBatch, 1).dataSync(), start);
        scores.set(ofBatch.dataSync<'float32'>(), start * classes);
        const likely = head.probabilities(ofBatch);
        if (likely !== undefined) {
          probabilities ??= new Float32Array(scores.length);
          probabilities.set(likely.dataSync<'float32'>(), start * classes);
        }
        return embeddings;
      }),
    );
  }
  const embeddings = parts.length === 1 ? parts[0]! : concat(parts, 0);
  if (parts.length > 1) dispose(parts);
  return {embeddings, predictions, scores, probabilities};
}
