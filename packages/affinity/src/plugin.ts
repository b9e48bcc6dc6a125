import {defineLoss, describeOptions, type HeadConfig, type LossPlugin} from '@isomargin/core';
import {AffinityHead} from './affinity-head.js';
import {affinityOptions} from './options.js';

/**
 * The affinity loss as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function affinity(config: HeadConfig<typeof affinityOptions>): AffinityHead {
  return new AffinityHead(config);
}

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin<typeof affinityOptions>[] = [
  /* @__PURE__ */ defineLoss({
    name: 'affinity',
    title: 'Affinity loss',
    package: '@isomargin/affinity',
    paper: {
      authors: 'Munawar Hayat, Salman Khan, Syed Waqas Zamir, Jianbing Shen, Ling Shao',
      title: 'Gaussian Affinity for Max-margin Class Imbalanced Learning',
      venue: 'ICCV',
      year: 2019,
      url: 'https://arxiv.org/abs/1901.07711',
    },
    task: 'classification',
    options: /* @__PURE__ */ describeOptions(affinityOptions, {
      prototypesPerClass: {
        search: {low: 1, high: 5, scale: 'linear'},
        description:
          'm, prototypes of each class; more than one for classes that consist of several clusters.',
      },
      sigma: {
        search: {low: 1, high: 1000, scale: 'log'},
        description:
          "σ, width of the affinity in squared embedding units. 'auto': 0.7 of the mean squared distance between embeddings " +
          "and prototypes in the first training batch; 'trainable': starts there and is learned for each class.",
      },
      margin: {
        search: {low: 0.2, high: 1, scale: 'linear'},
        description:
          "λ, by how much the affinity to the own class should exceed that to every other; 'auto': 0.6 of what the own and the " +
          'best other affinity differ by in the batch, on average, and at least 0.05.',
      },
      classCounts:
        "Training examples of each class, by which margins and weights make up for imbalance. 'auto': the head counts the labels " +
        "as it trains; 'none': all classes are treated alike.",
      countMargin: {
        search: {low: 0.02, high: 0.2, scale: 'log'},
        description:
          'By how much λ is larger for each factor of e between the counts of the other class and the own one: λ + countMargin · ' +
          'log(n_j/n_y); by less where λ of the most frequent class against the rarest would come under a tenth of it. Not with ' +
          "margin 'auto'.",
      },
      countWeight: {
        search: {low: 0, high: 1, scale: 'linear'},
        description: 'Examples of a class with n_y examples weigh (n_y / mean n)^−countWeight.',
      },
      diversityWeight: {
        search: {low: 0.01, high: 10, scale: 'log'},
        description: 'Weight of the regularizer that keeps the prototypes equidistant.',
      },
      diversityPairs:
        "With several prototypes a class: which are to be equidistant, 'all' (the published form), those of different " +
        "classes, or the classes' means.",
      diversityScale:
        "'absolute' is the paper's variance of the squared distances; 'relative' divides it by their squared mean, so " +
        'that the weight means the same at every embedding scale.',
      diversityClasses:
        "Of how many classes the regularizer looks at the prototypes in a step: 'all', or so many, drawn anew in every step; 'auto': " +
        'all where they are few (up to 256 or 2 d prototypes), else so many that it costs little beside the scores.',
      start:
        "Where prototypes start: equidistant around the embeddings' mean (as evenly as possible where a simplex does not " +
        "fit), several of a class close together unless diversityPairs is 'all'; or normally distributed around 0.",
      radius:
        "Distance of the starting prototypes from their mean; 'auto': half the root mean square distance of the first training " +
        "batch's embeddings from theirs. Only with start 'simplex'.",
      prototypeStep: {
        search: {low: 1, high: 100, scale: 'log'},
        description:
          "How many times the optimizer's step is taken for the prototypes, with start 'simplex' in units of the embeddings' " +
          'standard deviation: ' +
          'prototypes must follow the embeddings, whose scale is far above that of other weights.',
      },
      preset: "'paper' changes the defaults of the options above to the published form.",
    }),
    traits: {
      dependsOnBatch: "The margin 'auto' is a mean over the batch.",
      rotationInvariant: true,
    },
    create: (given, {classes, seed}) => new AffinityHead({...given, seed: given.seed ?? seed, classes}),
  }),
];
