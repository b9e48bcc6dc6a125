import {affinity} from '@isomargin/affinity';
import {arcface} from '@isomargin/arcface';
import type {LossHead} from '@isomargin/core';
import {softmax} from '@isomargin/softmax';
import {randomNormal, type Tensor2D, tensor1d} from '@tensorflow/tfjs-core';
import {type LayersModel, layers, sequential} from '@tensorflow/tfjs-layers';

/** A small model with each of three heads. */
export const heads: Readonly<Record<string, () => LossHead>> = {
  affinity: () => affinity({classes: 3, prototypesPerClass: 2, seed: 1}),
  softmax: () => softmax({classes: 3, seed: 1}),
  arcface: () => arcface({classes: 3, margin: 0.3, seed: 1}),
};

export const inputs = (): Tensor2D => randomNormal([12, 5], 0, 1, 'float32', 2) as Tensor2D;
const labels = (): Tensor2D | ReturnType<typeof tensor1d> =>
  tensor1d(Array.from({length: 12}, (_, i) => i % 3));

export function compile(model: LayersModel, head: LossHead): void {
  model.compile({optimizer: 'sgd', loss: head.loss});
}

export async function trained(head: LossHead): Promise<LayersModel> {
  const model = sequential({
    layers: [layers.dense({units: 6, inputShape: [5]}), layers.batchNormalization(), head],
  });
  compile(model, head);
  await fit(model, head);
  return model;
}

export async function fit(model: LayersModel, head: LossHead): Promise<number> {
  const {history} = await model.fit(inputs(), head.labels(labels()), {epochs: 2, verbose: 0, shuffle: false});
  return history.loss!.at(-1) as number;
}
