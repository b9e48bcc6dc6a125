import {embeddingModel} from '@isomargin/core';
import type {ImageDataset} from '@isomargin/datasets';
import {argMax, concat, dispose, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {type LayersModel, model as makeModel} from '@tensorflow/tfjs-layers';
import {imageTensor} from '../training/batches.js';

const BATCH = 256;

/** What a model makes of images. */
export interface Embedded {
  /** [n, d]; dispose it. */
  readonly embeddings: Tensor2D;
  /** [n]: the class of the largest score. */
  readonly predictions: Int32Array;
}

/** Embeddings and predictions of all images, in one pass. */
export function embed(model: LayersModel, dataset: ImageDataset): Embedded {
  const both = makeModel({
    inputs: model.inputs,
    outputs: [...embeddingModel(model).outputs, ...model.outputs],
  });
  const predictions = new Int32Array(dataset.count);
  const parts: Tensor2D[] = [];
  for (let start = 0; start < dataset.count; start += BATCH) {
    const rows = Int32Array.from({length: Math.min(BATCH, dataset.count - start)}, (_, i) => start + i);
    parts.push(
      tidy(() => {
        const [embeddings, scores] = both.predictOnBatch(imageTensor(dataset, rows)) as [Tensor2D, Tensor2D];
        predictions.set(argMax(scores, 1).dataSync(), start);
        return embeddings;
      }),
    );
  }
  const embeddings = parts.length === 1 ? parts[0]! : concat(parts, 0);
  if (parts.length > 1) dispose(parts);
  return {embeddings, predictions};
}
