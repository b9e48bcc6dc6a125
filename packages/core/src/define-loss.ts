import type {CommonOptions} from './head-config.js';
import type {LossHead} from './loss-head.js';
import type {GivenOptions, NumberList, OptionSet} from './options/option.js';

/** Where a loss comes from. */
export interface Paper {
  readonly authors: string;
  readonly title: string;
  readonly venue: string;
  readonly year: number;
  readonly url: string;
}

/** What the data and the run give to a head. */
export interface LossContext {
  /** Number of classes, >= 2. */
  readonly classes: number;
  /** Training examples of each class, for losses that need them. */
  readonly classCounts?: NumberList;
  /** Seed of the initial weights. */
  readonly seed?: number;
}

/**
 * How a loss differs from what most losses have in common: for readers, and for tests that hold for all losses otherwise. The
 * reasons are one sentence each.
 */
export interface LossTraits {
  /** An example's loss depends on the rest of its batch: why. */
  readonly dependsOnBatch?: string;
  /** A class weight of 2 does not equal having the class's examples twice: why. */
  readonly weightIsNotRepeating?: string;
  /** The loss jumps: where. */
  readonly discontinuous?: string;
  /** Weights of the head that no training moves: which, and why. */
  readonly fixedWeights?: string;
  /** Multiplying an embedding by a positive number does not change its loss. */
  readonly scaleInvariant?: boolean;
  /** Turning the embeddings together with the head's weights changes nothing. */
  readonly rotationInvariant?: boolean;
}

/** What a loss says of itself: the one source of its checks, its README table and its search space. */
export interface LossDefinition<S extends OptionSet> {
  /** Short name, as it is typed on a command line: 'affinity'. */
  readonly name: string;
  /** Name for people: 'Affinity loss'. */
  readonly title: string;
  /** The npm package it comes from. */
  readonly package: string;
  readonly paper?: Paper;
  /** Whether the loss judges single examples or pairs of them. */
  readonly task: 'classification' | 'pairs';
  readonly options: S;
  readonly needs?: {
    /** `LossContext.classCounts` must be given. */
    readonly classCounts?: boolean;
    /** The embeddings must have norm 1. */
    readonly unitNormEmbeddings?: boolean;
  };
  readonly traits?: LossTraits;
  /**
   * Makes a head.
   *
   * @throws OptionError for an unknown option or a value that is not allowed
   * @throws Error where the loss needs class counts and the context has none
   */
  create(given: GivenOptions<S & CommonOptions>, context: LossContext): LossHead;
}

/** A loss that a program can find, describe, tune and build without knowing it. */
export type LossPlugin<S extends OptionSet = OptionSet> = Readonly<LossDefinition<S>>;

/** Declares a loss. A package of losses exports what this returns in a list named `plugins`. */
export function defineLoss<S extends OptionSet>(definition: LossDefinition<S>): LossPlugin<S> {
  return {
    ...definition,
    create(given, context) {
      if (definition.needs?.classCounts && context.classCounts === undefined) {
        throw new Error(
          `${definition.name}: needs the number of training examples of each class (context.classCounts).`,
        );
      }
      return definition.create(given, context);
    },
  };
}
