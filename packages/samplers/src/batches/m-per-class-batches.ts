import {
  type GivenOptions,
  integer,
  type Option,
  optionalInteger,
  resolveOptions,
} from '@isomargin/core/options';
import {SamplingError} from '../errors.js';
import {everyRow, rowsByClass} from '../input/data.js';
import type {ClassLabels} from '../input/kinds.js';
import {readLabels} from '../input/read-labels.js';
import {type Random, randomStreams, seedOf, shuffle} from '../random.js';
import {seed} from '../shared-options.js';
import type {BatchSampler} from './batch-sampler.js';
import {checkEpoch} from './cut.js';

export const mPerClassOptions: {
  readonly classesPerBatch: Option<number>;
  readonly rowsPerClass: Option<number>;
  readonly batchesPerEpoch: Option<number | undefined>;
  readonly seed: Option<number>;
} = {
  classesPerBatch: integer({default: 8, min: 1, description: 'P: how many different classes a batch has.'}),
  rowsPerClass: integer({
    default: 4,
    min: 1,
    description: 'K: how many rows of each of its classes a batch has.',
  }),
  batchesPerEpoch: optionalInteger({
    min: 1,
    description: 'Batches of an epoch; ⌈labels / (P · K)⌉ where not given.',
  }),
  seed,
};

export type MPerClassOptions = GivenOptions<typeof mPerClassOptions>;

/**
 * Batches of P classes with K rows each, as losses over pairs and triplets want them. In an epoch no class comes a
 * second time before all have come once, and no row of a class before all its rows have. So two classes differ by
 * one batch at most; only a class with fewer than K rows has a row twice in a batch.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 * @throws SamplingError where there are fewer than P classes, or the labels are broken or of one class alone
 */
export function mPerClassBatches(y: ClassLabels, options: MPerClassOptions = {}): BatchSampler {
  const name = 'mPerClassBatches';
  const {classesPerBatch, rowsPerClass, batchesPerEpoch, seed} = resolveOptions(
    name,
    mPerClassOptions,
    options,
  );
  const {classes} = readLabels(name, y);
  const byClass = rowsByClass(classes);
  if (classesPerBatch > byClass.length) {
    throw new SamplingError(
      `${name}: classesPerBatch is ${classesPerBatch}, and y has ${byClass.length} classes; give at most as many.`,
    );
  }
  const batchSize = classesPerBatch * rowsPerClass;
  const batches = batchesPerEpoch ?? Math.ceil(classes.codes.length / batchSize);
  return {
    name,
    batchSize,
    batchesIn: () => batches,
    *epoch(epoch) {
      checkEpoch(name, epoch);
      const streams = randomStreams(seedOf(seed, epoch), byClass.length + 1);
      const pools = byClass.map((rows, code) => pool(rows, streams[code]!));
      const nextClasses = classRounds(byClass.length, classesPerBatch, streams[byClass.length]!);
      for (let b = 0; b < batches; ++b) {
        const rows = new Int32Array(batchSize);
        for (const [i, code] of nextClasses().entries()) {
          for (let j = 0; j < rowsPerClass; ++j) rows[i * rowsPerClass + j] = pools[code]!();
        }
        yield rows;
      }
    },
  };
}

/** Gives one row after another: all in random order, then all in another. */
function pool(rows: Int32Array, random: Random): () => number {
  const order = rows.slice();
  let next = order.length;
  return () => {
    if (next === order.length) {
      shuffle(order, random);
      next = 0;
    }
    return order[next++]!;
  };
}

/** Gives `count` different classes at a time: rounds of all classes, each in random order. */
function classRounds(classes: number, count: number, random: Random): () => number[] {
  let left: number[] = [];
  return () => {
    const taken = left.splice(0, count);
    if (taken.length < count) {
      const round = [...shuffle(everyRow(classes), random)];
      const added = round.filter((code) => !taken.includes(code)).slice(0, count - taken.length);
      taken.push(...added);
      left = round.filter((code) => !added.includes(code));
    }
    return taken;
  };
}
