import {
  choice,
  type GivenOptions,
  number,
  type OptionSet,
  optionalInteger,
  type ResolvedOptions,
  resolveOptions,
} from '@isomargin/core';
import {
  type BatchSampler,
  classBalancedBatches,
  deferredBatches,
  mPerClassBatches,
  progressivelyBalancedBatches,
  shuffledBatches,
  squareRootBatches,
  stratifiedBatches,
} from '@isomargin/samplers';

/** What is the same for all samplers of a run. */
interface BatchContext {
  /** Most rows of a batch. */
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly classes: number;
  readonly seed: number;
}

/** A rule that chooses the rows of each batch and leaves the training set as it is. */
export interface BatchMethod {
  readonly name: string;
  readonly description: string;
  readonly options: OptionSet;
  make(labels: Int32Array, options: GivenOptions<OptionSet>, context: BatchContext): BatchSampler;
}

function method<S extends OptionSet>(
  name: string,
  description: string,
  options: S,
  make: (labels: Int32Array, options: ResolvedOptions<S>, context: BatchContext) => BatchSampler,
): BatchMethod {
  return {
    name,
    description,
    options,
    make: (labels, given, context) =>
      make(labels, resolveOptions(name, options, given as GivenOptions<S>), context),
  };
}

/** Batches as even as the benchmark's own. */
const even = ({batchSize, seed}: BatchContext): {batchSize: number; lastBatch: 'even'; seed: number} => ({
  batchSize,
  lastBatch: 'even',
  seed,
});

const balanced = {'class-balanced': classBalancedBatches, 'square-root': squareRootBatches} as const;

export const batchMethods: readonly BatchMethod[] = [
  method('class-balanced', 'as many rows of each class', {}, (labels, _, context) =>
    classBalancedBatches(labels, even(context)),
  ),
  method('square-root', 'each class by the square root of its rows', {}, (labels, _, context) =>
    squareRootBatches(labels, even(context)),
  ),
  method(
    'progressively-balanced',
    'from the classes as they are to as many rows of each',
    {
      epochs: optionalInteger({
        min: 1,
        description: 'After how many epochs the classes are balanced; those of the run where not given.',
      }),
    },
    (labels, {epochs}, context) =>
      progressivelyBalancedBatches(labels, {...even(context), epochs: epochs ?? context.epochs}),
  ),
  method(
    'stratified',
    'each row once, and the classes at their shares in every batch',
    {},
    (labels, _, context) => stratifiedBatches(labels, even(context)),
  ),
  method(
    'm-per-class',
    'batches of P classes with K rows each',
    {
      classesPerBatch: optionalInteger({
        min: 1,
        description:
          'P; all classes, or as many as the batch has room for with 2 rows each, where not given.',
      }),
      rowsPerClass: optionalInteger({
        min: 1,
        description: 'K; as many as come nearest to the batch size where not given.',
      }),
    },
    (labels, given, {batchSize, classes, stepsPerEpoch, seed}) => {
      const classesPerBatch = given.classesPerBatch ?? Math.min(classes, Math.floor(batchSize / 2));
      const rowsPerClass = given.rowsPerClass ?? Math.max(1, Math.floor(batchSize / classesPerBatch));
      return mPerClassBatches(labels, {classesPerBatch, rowsPerClass, batchesPerEpoch: stepsPerEpoch, seed});
    },
  ),
  method(
    'deferred',
    'classes as they are, and another rule for the last epochs',
    {
      from: number({
        default: 0.8,
        min: 0,
        max: 1,
        description: 'The share of the epochs after which the other rule begins.',
      }),
      rule: choice(['class-balanced', 'square-root'], {
        default: 'class-balanced',
        description: 'The other rule.',
      }),
    },
    (labels, {from, rule}, context) => {
      const first = Math.floor(from * context.epochs);
      const later = balanced[rule](labels, even(context));
      return deferredBatches([
        ...(first === 0 ? [] : [{from: 0, batches: shuffledBatches(labels, even(context))}]),
        {from: first, batches: later},
      ]);
    },
  ),
];
