import fc from 'fast-check';
import type {Contract} from '../contract.js';
import {fail, shown} from '../failure.js';
import {Random} from '../numeric/random.js';
import type {Setting} from '../subject.js';
import {type Difference, differenceOf} from './compare.js';
import {genericBatch, settledHead} from './evaluate.js';
import type {Batch, TestedHead} from './tested-head.js';

/** A random problem. */
export interface Draw {
  readonly setting: Setting;
  /** After a training call, with weights moved at random. */
  readonly tested: TestedHead;
  readonly batch: Batch & {readonly embeddings: Float64Array};
  /** Where losses differ by more than rounding; a hundredth of a usual loss counts as 0. */
  readonly differenceOf: (actual: ArrayLike<number>, expected: ArrayLike<number>) => Difference | undefined;
  /** For what else the property draws. */
  readonly random: Random;
}

/** Sizes that all differ and do not divide each other, so that an axis tells what it is one of. */
const size = {classes: 3, dimension: 5};

const arbitrary = fc.record({
  batch: fc.integer({min: 1, max: 8}),
  /** Typical norm of the embeddings. */
  norm: fc.constantFrom(1, 0.1, 10),
  seed: fc.nat({max: 9999}),
});

/**
 * Ends a check as failed with the smallest example that fast-check finds, the same on every run.
 *
 * @param holds says what is wrong with a draw, or nothing
 */
export function forAll(contract: Contract, holds: (draw: Draw) => string | undefined, runs = 8): void {
  for (const setting of contract.settings) {
    let problem: string | undefined;
    const property = fc.property(arbitrary, ({batch: count, norm, seed}) => {
      const random = new Random(seed);
      const tested = settledHead(contract, setting, size, seed);
      try {
        const labels = Array.from({length: count}, () => Math.floor(random.uniform() * size.classes));
        const scale = contract.plugin.needs?.unitNormEmbeddings ? 1 : norm;
        const rows = random
          .rows(count, size.dimension)
          .flatMap((row) => row.map((v) => (scale * v) / normOf(row)));
        const usual = tested
          .losses(genericBatch(size))
          .reduce((sum, v) => sum + Math.abs(v) / (2 * size.classes), 0);
        const found = holds({
          setting,
          tested,
          batch: {embeddings: Float64Array.from(rows), labels},
          differenceOf: (actual, expected) => differenceOf(actual, expected, 1e-4, 0.01 * usual),
          random,
        });
        if (found !== undefined) problem = found;
        return found === undefined;
      } finally {
        tested.dispose();
      }
    });
    const {failed, counterexample, errorInstance} = fc.check(property, {seed: 1, numRuns: runs});
    if (errorInstance instanceof Error && problem === undefined) throw errorInstance;
    if (failed)
      fail(`${shown(setting)}: ${problem} Smallest example: ${JSON.stringify(counterexample?.[0])}.`);
  }
}

function normOf(row: readonly number[]): number {
  return Math.hypot(...row) || 1;
}
