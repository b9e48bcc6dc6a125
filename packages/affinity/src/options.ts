import {choice, type GivenOptions, integer, integerOr, number, numberOr, type Option} from '@isomargin/core';
import type {DiversityPairs, DiversityScale} from './diversity.js';

/** The options of the affinity head. */
export const affinityOptions: {
  readonly prototypesPerClass: Option<number>;
  readonly sigma: Option<number | 'auto' | 'trainable'>;
  readonly margin: Option<number | 'auto'>;
  readonly diversityWeight: Option<number>;
  readonly diversityPairs: Option<DiversityPairs>;
  readonly diversityScale: Option<DiversityScale>;
  readonly diversityClasses: Option<number | 'auto' | 'all'>;
  readonly start: Option<'simplex' | 'normal'>;
  readonly radius: Option<number | 'auto'>;
  readonly prototypeStep: Option<number>;
  readonly preset: Option<'default' | 'paper'>;
} = {
  prototypesPerClass: integer({
    default: 1,
    min: 1,
    search: {low: 1, high: 5, scale: 'linear'},
    description: 'm, prototypes of each class; more than one for classes that consist of several clusters.',
  }),
  sigma: numberOr(['auto', 'trainable'], {
    default: 'auto',
    above: 0,
    search: {low: 1, high: 1000, scale: 'log'},
    description:
      "σ, width of the affinity in squared embedding units. 'auto': half the mean squared distance between embeddings and " +
      "prototypes in the first training batch; 'trainable': starts there and is learned.",
  }),
  margin: numberOr(['auto'], {
    default: 'auto',
    above: 0,
    max: 1,
    search: {low: 0.02, high: 0.8, scale: 'log'},
    description:
      "λ, by how much the affinity to the own class should exceed that to every other; 'auto': 0.6 of what the own and the " +
      'best other affinity differ by in the batch, on average, and at least 0.05.',
  }),
  diversityWeight: number({
    default: 1,
    min: 0,
    search: {low: 0.1, high: 100, scale: 'log'},
    description: 'Weight of the regularizer that keeps the prototypes equidistant.',
  }),
  diversityPairs: choice(['all', 'between-classes', 'class-means'], {
    default: 'class-means',
    description:
      "With several prototypes a class: which are to be equidistant, 'all' (the published form), those of different " +
      "classes, or the classes' means.",
  }),
  diversityScale: choice(['relative', 'absolute'], {
    default: 'relative',
    description:
      "'absolute' is the paper's variance of the squared distances; 'relative' divides it by their squared mean, so " +
      'that the weight means the same at every embedding scale.',
  }),
  diversityClasses: integerOr(['auto', 'all'], {
    default: 'auto',
    min: 2,
    description:
      "Of how many classes the regularizer looks at the prototypes in a step: 'all', or so many, drawn anew in every step; 'auto': " +
      'all where they are few (up to 256 or 2 d prototypes), else so many that it costs little beside the scores.',
  }),
  start: choice(['simplex', 'normal'], {
    default: 'simplex',
    description:
      "Where prototypes start: equidistant around the embeddings' mean (as evenly as possible where a simplex does not " +
      "fit), several of a class close together unless diversityPairs is 'all'; or normally distributed around 0.",
  }),
  radius: numberOr(['auto'], {
    default: 'auto',
    above: 0,
    description:
      "Distance of the starting prototypes from their mean; 'auto': the root mean square distance of the first training " +
      "batch's embeddings from theirs. Only with start 'simplex'.",
  }),
  prototypeStep: number({
    default: 30,
    above: 0,
    search: {low: 1, high: 100, scale: 'log'},
    description:
      "How many times the optimizer's step is taken for the prototypes, with start 'simplex' in units of the embeddings' " +
      'standard deviation: ' +
      'prototypes must follow the embeddings, whose scale is far above that of other weights.',
  }),
  preset: choice(['default', 'paper'], {
    default: 'default',
    description: "'paper' changes the defaults of the options above to the published form.",
  }),
};

/** The published form: Hayat et al. 2019, with the settings of its public re-implementation. */
const paper: GivenOptions<typeof affinityOptions> = {
  sigma: 10,
  margin: 0.75,
  diversityWeight: 1,
  diversityPairs: 'all',
  diversityScale: 'absolute',
  diversityClasses: 'all',
  start: 'normal',
  prototypeStep: 1,
};

/** The options that a preset sets; those given by name go before them, `undefined` is not given. */
export function withPreset<C extends {readonly preset?: unknown}>(config: C): C {
  if (config?.preset !== 'paper') return config;
  const given = Object.entries(config).filter(([, value]) => value !== undefined);
  return {...paper, ...Object.fromEntries(given)} as C;
}
