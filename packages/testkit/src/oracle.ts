import type {HeadOptions, OptionSet} from '@isomargin/core';

/** A weight of the head, in float64. */
export interface OracleWeight {
  readonly shape: readonly number[];
  /** In rows. */
  readonly values: Float64Array;
}

/** What a loss is computed from: everything that the head was given, in float64. */
export interface LossProblem<S extends OptionSet = OptionSet> {
  readonly batch: number;
  readonly dimension: number;
  readonly classes: number;
  /** In rows, [batch · dimension]. */
  readonly embeddings: Float64Array;
  /** Integers, [batch]. */
  readonly labels: readonly number[];
  /** The head's weights before the call, trainable or not, by name without the layer's prefix: 'kernel'. */
  readonly weights: Readonly<Record<string, OracleWeight>>;
  /** Every option with its value, defaults filled in. */
  readonly options: HeadOptions<S>;
  /** Training examples of each class, as the head was told where it needs them. */
  readonly classCounts: readonly number[];
  /** Whether the call was part of a training step. */
  readonly training: boolean;
  /**
   * The numbers of a weight, in rows.
   *
   * @throws Error that lists the weights there are, for a name that is none of them
   */
  weight(name: string): Float64Array;
  /**
   * Returns the number as it is. An oracle passes through it what the loss has to round to float32 on its way and is sensitive to, like
   * the cosine of an angle near 0: where head and oracle differ, the kit moves it by as much as float32 rounds it, and allows what
   * that changes.
   */
  rounded(value: number): number;
}

/** A problem from its parts: to ask an oracle by hand. */
export function lossProblem<S extends OptionSet>(
  parts: Omit<LossProblem<S>, 'weight' | 'rounded'>,
): LossProblem<S> {
  return {
    ...parts,
    rounded: (value) => value,
    weight(name) {
      const found = this.weights[name];
      if (found === undefined) {
        const names = Object.keys(this.weights).join(', ') || 'none';
        throw new Error(`The oracle asks for the weight '${name}', and the head has ${names}.`);
      }
      return found.values;
    },
  };
}

/** What a loss is. */
export interface LossValues {
  /** The loss of each example, [batch], without class weights. */
  readonly losses: readonly number[];
  /** What depends on the weights alone and is added to the loss by `fit`; 0 where left out. Without weight decay. */
  readonly regularizer?: number;
}

/**
 * The loss once more: a pure function in float64, written from the paper with plain loops, that shares nothing with the code
 * that it judges. The kit compares values with it, and gradients with its finite differences.
 *
 * @param problem the problem, of which the kit moves one number after another (embeddings and trainable weights)
 * @param frozen the problem before anything was moved: what the paper holds fixed in its gradient is taken from here
 */
export type LossOracle<S extends OptionSet = OptionSet> = (
  problem: LossProblem<S>,
  frozen: LossProblem<S>,
) => LossValues;

/** Scores f·W + b in float64 of a head with the weights `kernel` [d, classes] and, where it has one, `bias` [classes]. */
export function linearScoresOf(problem: LossProblem): number[][] {
  return scoresOf(problem, problem.weight('kernel'), problem.weights.bias?.values);
}

function scoresOf(
  {batch, classes, dimension, embeddings}: LossProblem,
  kernel: Float64Array,
  bias?: Float64Array,
): number[][] {
  return Array.from({length: batch}, (_, i) =>
    Array.from({length: classes}, (_, j) => {
      let score = bias?.[j] ?? 0;
      for (let k = 0; k < dimension; k++) score += embeddings[i * dimension + k]! * kernel[k * classes + j]!;
      return score;
    }),
  );
}

/**
 * cos θ in float64 of every embedding and class, [batch][classes], for oracles of heads with a weight `kernel` [d, classes]; 0
 * where one of the two has the norm 0.
 */
export function cosinesOf(problem: LossProblem): number[][] {
  const {classes, dimension, embeddings} = problem;
  const kernel = problem.weight('kernel');
  const norm = (of: (k: number) => number): number =>
    Math.hypot(...Array.from({length: dimension}, (_, k) => of(k)));
  const columns = Array.from({length: classes}, (_, j) => norm((k) => kernel[k * classes + j]!));
  return scoresOf(problem, kernel).map((products, i) => {
    const own = norm((k) => embeddings[i * dimension + k]!);
    return products.map((product, j) => (own * columns[j]! === 0 ? 0 : product / own / columns[j]!));
  });
}

/** −log softmax(logits)_y in float64 of each row, without a difference of large numbers. */
export function crossEntropiesOf(
  logits: readonly (readonly number[])[],
  labels: readonly number[],
): number[] {
  return logits.map((row, i) => {
    const own = row[labels[i]!]!;
    const top = Math.max(...row);
    if (top > own) return Math.log(row.reduce((sum, v) => sum + Math.exp(v - top), 0)) + (top - own);
    return Math.log1p(row.reduce((sum, v, j) => (j === labels[i] ? sum : sum + Math.exp(v - own)), 0));
  });
}
