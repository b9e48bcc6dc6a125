import type {CommonOptions, GivenOptions, LossPlugin, OptionSet} from '@isomargin/core';
import type {LossOracle, LossProblem} from './oracle.js';

/** Options that are given to a loss; the others have their defaults. */
export type Setting<S extends OptionSet = OptionSet> = GivenOptions<S & CommonOptions>;

/** Values and gradients that another implementation computed. */
export interface LossFixture<S extends OptionSet = OptionSet> {
  readonly name: string;
  /** What computed it, with its version: 'pytorch-metric-learning 2.9.0'. */
  readonly reference: string;
  readonly options: Setting<S>;
  readonly classes: number;
  readonly dimension: number;
  /** Integers, [batch]. */
  readonly labels: readonly number[];
  /** In rows, [batch · dimension]. */
  readonly embeddings: readonly number[];
  /** By name, in rows. A weight that is left out stays as it starts. */
  readonly weights: Readonly<Record<string, readonly number[]>>;
  /** Training examples of each class, for losses that need them. */
  readonly classCounts?: readonly number[];
  /** The loss of each example, class weights included where the options have some. */
  readonly losses: readonly number[];
  /** Of the sum of the losses. */
  readonly gradients: {
    readonly embeddings: readonly number[];
    readonly weights: Readonly<Record<string, readonly number[]>>;
  };
}

/** Another loss that this one becomes with some options. */
export interface ParentLoss<S extends OptionSet = OptionSet> {
  /** 'softmax cross entropy' */
  readonly name: string;
  readonly options: Setting<S>;
  /** The other loss: an oracle of the same weights, or a plugin whose weights have the same names. */
  readonly to: LossOracle<S> | LossPlugin;
}

/** A loss, and what the kit is to compare it with. */
export interface LossUnderTest<S extends OptionSet = OptionSet> {
  readonly plugin: LossPlugin<S>;
  /** Without it the kit can only check that values and gradients are finite. */
  readonly oracle?: LossOracle<S>;
  readonly fixtures?: readonly LossFixture<S>[];
  /** Settings that are checked beside the defaults: one for each piece of code that an option switches. */
  readonly variants?: readonly Setting<S>[];
  readonly reducesTo?: readonly ParentLoss<S>[];
  /**
   * Where the classes are in the space of the embeddings: one point or direction a class. By default the rows or columns of those
   * weights that have one a class.
   */
  readonly classVectors?: (problem: LossProblem<S>) => readonly (readonly number[])[];
  /** What the learning check trains with, where the defaults are made for more examples or more steps than it has. */
  readonly learning?: Setting<S>;
}
