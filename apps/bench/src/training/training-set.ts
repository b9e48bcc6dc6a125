import type {GivenOptions, OptionSet} from '@isomargin/core';
import type {Resampled} from '@isomargin/samplers';
import {countsOf, type Examples, everyRow, numberExamples, sizeOf} from '../examples.js';
import {seedOf} from '../random.js';
import type {TrainedOn} from '../results/types.js';
import {batchMethods} from '../samplers/batching.js';
import {fromMixedRows, toMixedRows} from '../samplers/mixed-rows.js';
import {type ResamplingMethod, resamplingMethods} from '../samplers/resampling.js';
import type {SamplerChoice} from '../samplers/sampler-choice.js';
import {batchesPerEpoch, epochBatches} from './batches.js';

/** What a network is trained on. */
export interface TrainingSet {
  readonly examples: Examples;
  readonly stepsPerEpoch: number;
  /** The rows of each batch. @param epoch from 1 */
  batches(epoch: number): Iterable<Int32Array>;
  readonly trainedOn: TrainedOn;
}

export interface TrainingSetOptions {
  readonly batchSize: number;
  readonly epochs: number;
  /** Of the run. */
  readonly seed: number;
  /** Called now and then where it takes longer. */
  readonly onProgress?: () => void;
}

/**
 * Applies a sampler to the training examples, which are all that it is given. Whatever the sampler makes of them, an epoch has as
 * many steps and, but for `m-per-class`, as many rows in each batch as it has without a sampler: what is equal are
 * steps, not passes.
 *
 * @throws SamplingError where the examples are not enough for the sampler
 */
export async function trainingSet(
  sampler: SamplerChoice | null,
  examples: Examples,
  options: TrainingSetOptions,
): Promise<TrainingSet> {
  const {batchSize, epochs, seed} = options;
  const {count} = examples;
  const stepsPerEpoch = batchesPerEpoch(count, batchSize);
  const set = (of: Examples, batches: TrainingSet['batches'], synthetic = 0): TrainingSet => ({
    examples: of,
    stepsPerEpoch,
    batches,
    trainedOn: {counts: countsOf(of), synthetic, steps: epochs * stepsPerEpoch},
  });
  if (sampler === null) return set(examples, (epoch) => epochBatches(count, batchSize, seed, epoch));

  const given = sampler.settings.options as GivenOptions<OptionSet>;
  const resampling = resamplingMethods.find(({name}) => name === sampler.method);
  if (resampling !== undefined) {
    const {examples: resampled, synthetic} = await resample(resampling, given, examples, options);
    return set(resampled, (epoch) => epochBatches(resampled.count, batchSize, seed, epoch, count), synthetic);
  }
  const batching = batchMethods.find(({name}) => name === sampler.method);
  if (batching === undefined) throw new Error(`There is no sampler '${sampler.method}'.`);
  const batches = batching.make(examples.labels, given, {
    batchSize,
    stepsPerEpoch,
    epochs,
    classes: examples.classNames.length,
    seed: seedOf(seed, 'sampler'),
  });
  return set(examples, (epoch) => batches.epoch(epoch - 1));
}

/**
 * The sampler sees what the network would be fed, an example a row, and the names of the classes. For methods that work with
 * texts, a text column is one column again.
 */
async function resample(
  method: ResamplingMethod,
  given: GivenOptions<OptionSet>,
  examples: Examples,
  {seed, onProgress}: TrainingSetOptions,
): Promise<{examples: Examples; synthetic: number}> {
  const {shape, labels, classNames, oneHots, count} = examples;
  const columns = sizeOf(shape);
  const data = examples.values(everyRow(count));
  const y = Array.from(labels, (label) => classNames[label]!);
  const sampler = method.make(given, seedOf(seed, 'sampler'));
  const options = {onProgress: () => onProgress?.()};
  let values: Float32Array;
  let resampled: Resampled<unknown, string[]>;
  if (method.takesTexts) {
    const mixed = await sampler.fitResampleAsync(toMixedRows(data, columns, oneHots), y, options);
    values = fromMixedRows(mixed.X, columns, oneHots);
    resampled = mixed;
  } else {
    const numbers = await sampler.fitResampleAsync({data, columns}, y, options);
    values = numbers.X.data;
    resampled = numbers;
  }
  const labelOf = new Map(classNames.map((name, label) => [name, label]));
  return {
    examples: numberExamples(values, {
      shape,
      classNames,
      oneHots,
      labels: Int32Array.from(resampled.y, (name) => labelOf.get(name)!),
    }),
    synthetic: resampled.synthetic.reduce((sum, made) => sum + made, 0),
  };
}
