import type {layers} from '@tensorflow/tfjs-layers';
import {describeOptions} from './options/describe.js';
import {number, optionalInteger, optionalNumbers} from './options/kinds.js';
import type {GivenOptions, Option, OptionSet, ResolvedOptions} from './options/option.js';

/** What tfjs takes for every layer: name, trainable, inputShape, … */
export type LayerArgs = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

export type CommonOptions = {
  readonly classWeights: Option<readonly number[] | undefined>;
  readonly seed: Option<number | undefined>;
  readonly weightDecay: Option<number>;
};

/** The options that every head has, as heads check them: without the descriptions, which pages that only train do not need. */
export const checkedByHeads: CommonOptions = {
  classWeights: optionalNumbers({}),
  seed: optionalInteger({min: 0}),
  weightDecay: number({default: 0, min: 0}),
};

/** The options that every head has. */
export const commonOptions: CommonOptions = /* @__PURE__ */ describeOptions(checkedByHeads, {
  classWeights:
    "One weight a class, multiplied into each example's loss; an integer weight equals repeating the examples.",
  seed: 'Seed of the initial weights; drawn at random where not given.',
  weightDecay:
    "L2 penalty on the head's weights: this times the sum of their squares, added to the loss by `fit`.",
});

/** What a head's constructor takes: the number of classes, its options, and what every tfjs layer takes. */
export type HeadConfig<S extends OptionSet> = {
  /** Number of classes, an integer >= 2. */
  readonly classes: number;
} & GivenOptions<S & CommonOptions> &
  LayerArgs;

export type HeadOptions<S extends OptionSet> = ResolvedOptions<S & CommonOptions>;

export const layerArgNames: readonly string[] = [
  'batchInputShape',
  'batchSize',
  'dtype',
  'inputDType',
  'inputShape',
  'name',
  'trainable',
  'weights',
] satisfies (keyof LayerArgs)[];

/** Separates what is the loss's from what is tfjs's. */
export function splitConfig(config: Readonly<Record<string, unknown>>): {
  layerArgs: LayerArgs;
  given: Record<string, unknown>;
} {
  const entries = Object.entries(config);
  const isLayerArg = ([name]: [string, unknown]): boolean => layerArgNames.includes(name);
  return {
    layerArgs: Object.fromEntries(entries.filter(isLayerArg)),
    given: Object.fromEntries(entries.filter((entry) => !isLayerArg(entry))),
  };
}
