import {type HeadConfig, type Labels, OptionError, readLabels} from '@isomargin/core';
import {Tensor, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {AffinityHead} from './affinity-head.js';
import type {AffinityChoices} from './choices.js';
import {type Choice, choicesInWords} from './explain-choices.js';
import type {affinityOptions} from './options.js';
import {type Embeddings, readEmbeddings} from './read-embeddings.js';
import {type SuggestionWarning, warningsOf} from './suggestion-warnings.js';

type Config = HeadConfig<typeof affinityOptions>;

/** Options of the head that are settled, and the number of classes where the labels do not tell it. */
export type SuggestOptions = Partial<Config>;

/** What the head would choose by itself. */
export interface Suggestion {
  /** Options of the head, with the choices in numbers: `affinity({...suggestion.options, seed: 1})`. */
  readonly options: Config;
  /** The record of a head that was asked; `countWeights` and `countOffsets` are what counts make of the loss. */
  readonly choices: AffinityChoices;
  /** The choices one by one, each with a reason in a sentence. */
  readonly reasons: readonly Choice[];
  /** What is unusual, and what helps; empty where nothing is. */
  readonly warnings: readonly SuggestionWarning[];
}

/**
 * What the affinity head would choose by itself for these embeddings and labels, why, and what to beware of. A head is asked: the
 * numbers are those of one whose first training batch these are. Nothing is drawn; the same input has the same suggestion.
 *
 * Take embeddings as the head will see them first: of the untrained model, in training mode,
 * `embeddingModel(model).apply(xs, {training: true})`, because BatchNormalization does not normalise in `predict` before it has
 * learned. Take labels in which classes have the shares that they have in training batches.
 *
 * @param embeddings [n, d], n >= 2
 * @param labels integers [n] or one-hot rows [n, classes]
 * @param options options that are settled, which the suggestion keeps; `classes` where the labels may lack the last class
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 * @throws Error for embeddings that are not [n, d] with at least two rows of finite numbers
 */
export function suggest(embeddings: Embeddings, labels: Labels, options: SuggestOptions = {}): Suggestion {
  if (options === null || typeof options !== 'object') {
    throw new OptionError(`suggest: options must be an object, but got ${String(options)}.`);
  }
  const {tensor, values} = readEmbeddings('suggest', embeddings);
  try {
    const n = tensor.shape[0];
    const classes = options.classes ?? classesIn(labels, n);
    const integers = readLabels(labels, classes, n);
    const counts = countsOf(integers, classes);
    const head = placedHead(tensor, integers, {
      ...options,
      classes,
      ...bySizes(options, counts),
    });
    try {
      const choices = head.choices;
      const {dimension, prototypes} = prototypesOf(head);
      return {
        options: inNumbers(options, head),
        choices,
        reasons: choicesInWords(head, sourcesOf(options, head)).filter(({option}) => option !== 'seed'),
        warnings: warningsOf({
          values,
          dimension,
          labels: integers,
          counts,
          prototypes,
          choices,
          asked: options,
          used: head.options,
        }),
      };
    } finally {
      head.dispose();
    }
  } finally {
    if (tensor !== embeddings) tensor.dispose();
  }
}

/** How many classes labels have that nobody has counted. */
function classesIn(labels: Labels, n: number): number {
  if (labels instanceof Tensor && labels.rank === 2 && labels.shape[1]! > 1) return labels.shape[1]!;
  const values = labels instanceof Tensor ? labels.dataSync() : labels;
  // What is no label at all `readLabels` complains about.
  let largest = 1;
  for (const value of Array.isArray(values) || ArrayBuffer.isView(values) ? values : []) {
    if (Number.isInteger(value) && value > largest) largest = value;
  }
  if (largest >= Math.max(2, n)) {
    throw new OptionError(
      `suggest: labels go up to ${largest}, in ${n} examples: give the number of classes, {classes: …}.`,
    );
  }
  return largest + 1;
}

function countsOf(labels: Int32Array, classes: number): number[] {
  const counts = Array<number>(classes).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}

/** What follows from the sizes of classes, where it is not settled. */
function bySizes(
  {classCounts, preset, prototypesPerClass}: SuggestOptions,
  counts: readonly number[],
): SuggestOptions {
  const fewest = Math.max(1, Math.min(...counts.filter((count) => count > 0)));
  const known = counts.every((count) => count > 0) && preset !== 'paper';
  return {
    classCounts: classCounts ?? (known ? counts : undefined),
    // What is no count of prototypes the head complains about.
    prototypesPerClass: Number.isSafeInteger(prototypesPerClass)
      ? Math.min(prototypesPerClass!, fewest)
      : prototypesPerClass,
  };
}

/** A head that has seen these embeddings and labels as its first training batch. */
function placedHead(embeddings: Tensor2D, labels: Int32Array, config: Config): AffinityHead {
  // With a name of its own, so that the user's heads are numbered as without it.
  const head = new AffinityHead({...config, seed: config.seed ?? 1, name: 'suggest'});
  tidy(() => {
    const scores = head.apply(embeddings, {training: true}) as Tensor;
    head.loss(head.labels(labels), scores);
  });
  return head;
}

function prototypesOf(head: AffinityHead): {dimension: number; prototypes: ArrayLike<number>} {
  const tensor = head.prototypes();
  const prototypes = tensor.dataSync();
  tensor.dispose();
  return {dimension: tensor.shape[1], prototypes};
}

function sourcesOf(asked: SuggestOptions, {options}: AffinityHead): Parameters<typeof choicesInWords>[1] {
  const isSample = options.classCounts === 'auto';
  return {
    embeddings: 'these embeddings',
    labels: `These labels${isSample ? ', of which the head goes on counting' : ''}.`,
    counted: isSample || asked.classCounts === undefined,
  };
}

/** The options with which a head makes the choices that this one has made. */
function inNumbers(asked: SuggestOptions, {classes, options, choices}: AffinityHead): Config {
  const {prototypesPerClass, margin, classCounts, countMargin, countWeight} = options;
  return {
    ...asked,
    classes,
    prototypesPerClass,
    sigma: options.sigma === 'trainable' ? 'trainable' : choices.sigma,
    margin,
    classCounts,
    countMargin,
    countWeight,
    ...(options.start === 'simplex' ? {radius: choices.radius} : {}),
    diversityClasses: options.diversityClasses === 'all' ? 'all' : choices.diversityClasses,
  };
}
