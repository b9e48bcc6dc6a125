import {OptionError} from '@isomargin/core';
import {
  add,
  type DataId,
  div,
  exp,
  keep,
  log,
  max,
  maximum,
  mean,
  min,
  mul,
  reshape,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import type {LayerVariable} from '@tensorflow/tfjs-layers';
import {numbersOf} from './numbers-of.js';

/** Examples that every class is taken to have had before any was seen, so that the first batches are not taken for the truth. */
const SEEN_BEFORE = 10;

/** What part of λ class counts may take away from it: no hinge is to ask for nothing. */
const LARGEST_PART = 0.9;

/** How strongly class counts act. */
export interface BalanceStrength {
  /** λ, or 'auto', which class counts do not change. */
  readonly margin: number | 'auto';
  /**
   * λ grows by this for each factor of e between the counts of the other class and the own one; by less where λ of the most
   * frequent class against the rarest would come under a tenth of it.
   */
  readonly countMargin: number;
  /** Examples weigh their class's count, relative to the mean count, to the power −`countWeight`. */
  readonly countWeight: number;
}

/** What the loss does with class counts. */
export type Balance = {
  /** Added to the affinities, [classes]: countMargin · log(n_j / mean n). Nothing where it would be 0. */
  readonly offsets?: Tensor1D;
  /** Of the examples of a class, [classes, 1]: (n_j / mean n)^−countWeight. */
  readonly weights: Tensor2D;
};

/** @param counts how many examples classes have, numbers > 0, [classes] */
export function balanceOf(counts: Tensor1D, {margin, countMargin, countWeight}: BalanceStrength): Balance {
  const logs = tidy(() => log(div(counts, mean(counts))));
  const weights = tidy(() => exp(mul(reshape(logs, [-1, 1]), -countWeight)) as Tensor2D);
  if (margin === 'auto' || countMargin === 0) return {weights};
  const offsets = tidy(() => {
    const range = sub(max(logs), min(logs));
    // λ·0.9/range, but countMargin where that is less, also of equal counts.
    return mul(logs, div(LARGEST_PART * margin, maximum(range, (LARGEST_PART * margin) / countMargin)));
  });
  return {offsets: offsets as Tensor1D, weights};
}

/**
 * @param owner for error texts
 * @throws OptionError for another number of counts than of classes, or a class with fewer examples than prototypes
 */
export function checkCounts(
  owner: string,
  counts: readonly number[],
  classes: number,
  prototypesPerClass: number,
): void {
  if (counts.length !== classes) {
    throw new OptionError(
      `${owner}: classCounts must have one number for each of the ${classes} classes, but has ${counts.length}.`,
    );
  }
  const poorest = counts.findIndex((count) => count < prototypesPerClass);
  if (poorest >= 0) {
    throw new OptionError(
      `${owner}: prototypesPerClass must not be larger than any class has examples, but is ${prototypesPerClass}, and by ` +
        `classCounts class ${poorest} has ${counts[poorest]}.`,
    );
  }
}

/** What counts make of the loss, computed when they change and kept until then: a step that does not count costs little. */
class BalanceCache {
  private kept: Balance | undefined;
  private keptOf: DataId | undefined;

  constructor(private readonly strength: BalanceStrength) {}

  /**
   * @param counts numbers >= 0, [classes]
   * @param more added to each of them
   */
  of(counts: Tensor1D, more: number): Balance {
    if (this.kept === undefined || counts.dataId !== this.keptOf) {
      this.dispose();
      const balance = balanceOf(add(counts, more), this.strength);
      keep(balance.weights);
      if (balance.offsets !== undefined) keep(balance.offsets);
      [this.kept, this.keptOf] = [balance, counts.dataId];
    }
    return this.kept;
  }

  dispose(): void {
    this.kept?.weights.dispose();
    this.kept?.offsets?.dispose();
    this.kept = undefined;
  }
}

/** The counts that a head goes by. */
export interface ClassCounts {
  /** What they make of the loss; its tensors stay the property of the counts. */
  balance(): Balance;
  read(): number[];
  dispose(): void;
}

/** Counts that were given. */
export class GivenCounts implements ClassCounts {
  private readonly cache: BalanceCache;
  private tensor: Tensor1D | undefined;

  constructor(
    private readonly counts: readonly number[],
    strength: BalanceStrength,
  ) {
    this.cache = new BalanceCache(strength);
  }

  balance(): Balance {
    this.tensor ??= keep(tensor1d([...this.counts]));
    return this.cache.of(this.tensor, 0);
  }

  read(): number[] {
    return [...this.counts];
  }

  dispose(): void {
    this.cache.dispose();
    this.tensor?.dispose();
    this.tensor = undefined;
  }
}

/** Training batches whose labels are all counted; after them one of `COUNTED_EVERY` is. */
const COUNTED_FIRST = 32;
const COUNTED_EVERY = 4;

/** Counts the labels of training batches in a weight of the head, which is saved with the model. */
export class CountedLabels implements ClassCounts {
  private readonly cache: BalanceCache;
  private batches = 0;
  /** Scores of training batches whose labels are still to be counted: a metric may ask for their loss again. */
  private readonly uncounted = new WeakSet<Tensor>();

  /** @param counts [classes], not trainable, 0 at the start */
  constructor(
    private readonly counts: LayerVariable,
    strength: BalanceStrength,
  ) {
    this.cache = new BalanceCache(strength);
  }

  /** The labels that come with these scores are those of a training batch. */
  expect(scores: Tensor2D): void {
    this.batches++;
    if (this.batches <= COUNTED_FIRST || this.batches % COUNTED_EVERY === 0) this.uncounted.add(scores);
  }

  /** Counts the labels of the scores, once, if they are to be counted. */
  count(scores: Tensor2D, oneHot: Tensor2D): void {
    if (!this.uncounted.delete(scores)) return;
    tidy(() => {
      this.counts.write(add(this.counts.read(), sum(oneHot, 0)));
    });
  }

  /** By the labels that were counted before. */
  balance(): Balance {
    return this.cache.of(this.counts.read() as Tensor1D, SEEN_BEFORE);
  }

  read(): number[] {
    return numbersOf(this.counts.read());
  }

  dispose(): void {
    this.cache.dispose();
  }
}
