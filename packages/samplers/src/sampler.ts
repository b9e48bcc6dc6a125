import {
  type GivenOptions,
  type OptionSet,
  type ResolvedOptions,
  resolveOptions,
} from '@isomargin/core/options';
import {SamplingError} from './errors.js';
import type {Data, Outcome} from './input/data.js';
import type {ClassLabels, ClassName, Features} from './input/kinds.js';
import {type Reading, readFeatures} from './input/read-features.js';
import {readLabels} from './input/read-labels.js';
import {isTensor, type TensorValues} from './input/tensors.js';
import {finish, finishAsync, type Job, type RunOptions} from './job.js';

/** A resampled data set. */
export interface Resampled<X, Y> {
  /** The rows, of the kind that was given. New arrays and tensors: nothing is shared with what was given. */
  readonly X: X;
  /** Their classes, of the kind that was given. */
  readonly y: Y;
  /** The row of the given data that each row is, or was made from. */
  readonly indices: Int32Array;
  /** 1 for a row that was made, 0 for one that was there. */
  readonly synthetic: Uint8Array;
  /** Classes of which no row is left: cleaning may take all of them, on data where classes overlap. */
  readonly lostClasses: readonly ClassName[];
}

/** A method with its options. It keeps nothing between calls: the same data give the same result. */
export interface Sampler {
  /** The method's name, as in error texts: 'smote'. */
  readonly name: string;
  /**
   * Resamples a training set. `X` and `y` are not changed and not disposed.
   *
   * @throws SamplingError where the data are broken, or not enough for the method and its options
   */
  fitResample<X extends Features, Y extends ClassLabels>(X: X, y: Y): Resampled<X, Y>;
  /** The same in slices of about 20 ms, with progress, and an end on demand. */
  fitResampleAsync<X extends Features, Y extends ClassLabels>(
    X: X,
    y: Y,
    options?: RunOptions,
  ): Promise<Resampled<X, Y>>;
}

/** What a method is made of. */
export interface Method<S extends OptionSet> {
  readonly name: string;
  readonly options: S;
  /** What it reads of the examples, given its options. */
  reading(options: ResolvedOptions<S>): Omit<Reading, 'owner'>;
  /** @param run what the caller of the asynchronous form gave, for work that is handed on */
  resample(data: Data, options: ResolvedOptions<S>, run: RunOptions): Job<Outcome>;
}

/**
 * The sampler of a method.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function samplerOf<S extends OptionSet>(method: Method<S>, given: GivenOptions<S>): Sampler {
  const {name} = method;
  const options = resolveOptions(name, method.options, given);
  function* run<X extends Features, Y extends ClassLabels>(
    X: X,
    y: Y,
    runOptions: RunOptions = {},
    xValues?: TensorValues,
    yValues?: TensorValues,
  ): Job<Resampled<X, Y>> {
    const labels = readLabels(name, y, yValues);
    const features = readFeatures(X, {owner: name, ...method.reading(options)}, xValues);
    const {table} = features;
    const {codes} = labels.classes;
    if (table.count !== codes.length) {
      throw new SamplingError(
        `${name}: X has ${table.count} rows and y has ${codes.length}; as many are expected.`,
      );
    }
    const outcome = yield* method.resample({table, classes: labels.classes}, options, runOptions);
    const left = allCodes(codes, outcome);
    const present = new Uint8Array(labels.classes.names.length);
    for (let i = 0; i < left.length; ++i) present[left[i]!] = 1;
    return {
      X: features.build(outcome.kept, outcome.made),
      y: labels.build(left),
      ...provenance(outcome),
      lostClasses: labels.classes.names.filter((_, code) => !present[code]),
    };
  }
  return {
    name,
    fitResample: (X, y) => finish(run(X, y)),
    fitResampleAsync: async (X, y, runOptions) => {
      const xValues = isTensor(X) ? await X.buffer() : undefined;
      const yValues = isTensor(y) ? await y.buffer() : undefined;
      return finishAsync(run(X, y, runOptions, xValues, yValues), runOptions);
    },
  };
}

/** The class of every row of an outcome. */
export function allCodes(codes: Int32Array, {kept, made}: Outcome): Int32Array {
  const all = new Int32Array(kept.length + (made?.codes.length ?? 0));
  for (let i = 0; i < kept.length; ++i) all[i] = codes[kept[i]!]!;
  if (made) all.set(made.codes, kept.length);
  return all;
}

function provenance({kept, made}: Outcome): {indices: Int32Array; synthetic: Uint8Array} {
  const indices = new Int32Array(kept.length + (made?.origins.length ?? 0));
  indices.set(kept);
  if (made) indices.set(made.origins, kept.length);
  return {indices, synthetic: new Uint8Array(indices.length).fill(1, kept.length)};
}
