import {setImmediate} from 'node:timers/promises';
import type {LossHead} from '@isomargin/core';
import type {ImageDataset} from '@isomargin/datasets';
import {dispose} from '@tensorflow/tfjs-core';
import type {Sequential} from '@tensorflow/tfjs-layers';
import type {Curves} from '../results/types.js';
import {batchesPerEpoch, epochBatches, imageTensor, labelsOf} from './batches.js';
import {ScheduledAdam} from './scheduled-adam.js';

export interface TrainOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Of the order of the images. */
  readonly seed: number;
  /** Called after a step with the number of steps done and of all steps. */
  readonly onStep?: (done: number, total: number) => void;
}

/**
 * Trains a model that ends in a loss head, as its README shows it: `compile` with the head's loss, then steps.
 *
 * @returns after each epoch, the means of loss (regularizers included) and accuracy over its batches
 * @throws Error as soon as the loss is not a finite number
 */
export async function train(
  model: Sequential,
  head: LossHead,
  data: ImageDataset,
  options: TrainOptions,
): Promise<Curves> {
  const total = options.epochs * batchesPerEpoch(data.count, options.batchSize);
  const optimizer = new ScheduledAdam(options.learningRate, total);
  model.compile({optimizer, loss: head.loss, metrics: [head.accuracy]});
  const curves = {epoch: [] as number[], trainLoss: [] as number[], trainAccuracy: [] as number[]};
  let step = 0;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    let lossSum = 0;
    let rightSum = 0;
    for (const rows of epochBatches(data.count, options.batchSize, options.seed, epoch)) {
      optimizer.prepare(step++);
      const [loss, accuracy] = await trainOnRows(model, head, data, rows);
      if (!Number.isFinite(loss))
        throw new Error(`the training loss became ${loss} at step ${step} of ${total}`);
      lossSum += loss * rows.length;
      rightSum += accuracy * rows.length;
      options.onStep?.(step, total);
      // Messages come and go only while the event loop turns.
      await setImmediate();
    }
    curves.epoch.push(epoch);
    curves.trainLoss.push(lossSum / data.count);
    curves.trainAccuracy.push(rightSum / data.count);
  }
  return curves;
}

async function trainOnRows(
  model: Sequential,
  head: LossHead,
  data: ImageDataset,
  rows: Int32Array,
): Promise<[loss: number, accuracy: number]> {
  const images = imageTensor(data, rows);
  const labels = head.labels(labelsOf(data, rows));
  try {
    const [loss, accuracy] = (await model.trainOnBatch(images, labels)) as number[];
    return [loss!, accuracy!];
  } finally {
    dispose([images, labels]);
  }
}
