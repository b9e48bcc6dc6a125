import {concat, dispose, type Tensor2D} from '@tensorflow/tfjs-core';
import {type LayersModel, sequential} from '@tensorflow/tfjs-layers';
import type {Backbone} from '../backbones/backbone.js';
import type {Examples} from '../examples.js';
import type {Metrics} from '../results/types.js';
import {inputTensor} from '../training/batches.js';
import {protocol} from '../training/protocol.js';
import {agreement, nearestMeanPredictions} from './test-metrics.js';

const BATCH = 256;

/**
 * How far the nearest class mean comes in the embeddings of a backbone that nobody trained: what of an accuracy is the data's own.
 *
 * @param seed by which a training would begin from the same weights
 */
export function evaluateUntrained(
  backbone: Backbone,
  {train, test, seed}: {readonly train: Examples; readonly test: Examples; readonly seed: number},
): Metrics {
  const model = sequential({layers: backbone.layers(train.shape, protocol.embeddingSize, seed)});
  const embedded = [train, test].map((part) => embeddingsOf(model, part)) as [Tensor2D, Tensor2D];
  const predictions = nearestMeanPredictions(embedded[1], embedded[0], train);
  dispose(embedded);
  model.dispose();
  return {nearestMeanAccuracy: agreement(test.labels, predictions)};
}

function embeddingsOf(model: LayersModel, examples: Examples): Tensor2D {
  const parts: Tensor2D[] = [];
  for (let start = 0; start < examples.count; start += BATCH) {
    const rows = Int32Array.from({length: Math.min(BATCH, examples.count - start)}, (_, at) => start + at);
    const inputs = inputTensor(examples, rows);
    parts.push(model.predictOnBatch(inputs) as Tensor2D);
    inputs.dispose();
  }
  const whole = concat(parts, 0);
  dispose(parts);
  return whole;
}
