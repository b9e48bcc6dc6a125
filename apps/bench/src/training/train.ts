import {setImmediate} from 'node:timers/promises';
import type {LossHead} from '@isomargin/core';
import {dispose, type Variable} from '@tensorflow/tfjs-core';
import type {Sequential} from '@tensorflow/tfjs-layers';
import type {Examples} from '../examples.js';
import type {Curves} from '../results/types.js';
import {inputTensor, labelsOf} from './batches.js';
import {ScheduledAdam} from './scheduled-adam.js';
import type {TrainingSet} from './training-set.js';

export interface TrainOptions {
  readonly epochs: number;
  readonly learningRate: number;
  /** That of the head's own weights, in units of the other; 1 where left out. */
  readonly headLearningRate?: number | undefined;
  /** Called after a step with the number of steps done and of all steps. */
  readonly onStep?: ((done: number, total: number) => void) | undefined;
}

/**
 * Trains a model that ends in a loss head, as its README shows it: `compile` with the head's loss, then steps.
 *
 * @returns after each epoch, the means of loss (regularizers included) and accuracy over its batches, as a sampler makes them
 * @throws Error as soon as the loss is not a finite number
 */
export async function train(
  model: Sequential,
  head: LossHead,
  {examples, batches, stepsPerEpoch}: TrainingSet,
  options: TrainOptions,
): Promise<Curves> {
  const total = options.epochs * stepsPerEpoch;
  const optimizer = new ScheduledAdam(options.learningRate, total, {
    variables: head.trainableWeights.map((weight) => weight.read() as Variable),
    multiplier: options.headLearningRate ?? 1,
  });
  model.compile({optimizer, loss: head.loss, metrics: [head.accuracy]});
  const curves = {epoch: [] as number[], trainLoss: [] as number[], trainAccuracy: [] as number[]};
  let step = 0;
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    let lossSum = 0;
    let rightSum = 0;
    let count = 0;
    for (const rows of batches(epoch)) {
      optimizer.prepare(step++);
      const [loss, accuracy] = await trainOnRows(model, head, examples, rows);
      if (!Number.isFinite(loss))
        throw new Error(`the training loss became ${loss} at step ${step} of ${total}`);
      lossSum += loss * rows.length;
      rightSum += accuracy * rows.length;
      count += rows.length;
      options.onStep?.(step, total);
      // Messages come and go only while the event loop turns.
      await setImmediate();
    }
    curves.epoch.push(epoch);
    curves.trainLoss.push(lossSum / count);
    curves.trainAccuracy.push(rightSum / count);
  }
  return curves;
}

async function trainOnRows(
  model: Sequential,
  head: LossHead,
  examples: Examples,
  rows: Int32Array,
): Promise<[loss: number, accuracy: number]> {
  const inputs = inputTensor(examples, rows);
  const labels = head.labels(labelsOf(examples, rows));
  try {
    const [loss, accuracy] = (await model.trainOnBatch(inputs, labels)) as number[];
    return [loss!, accuracy!];
  } finally {
    dispose([inputs, labels]);
  }
}
