import type {AffinityHead} from './affinity-head.js';
import {SHARE_OF_DISTANCE, SHARE_OF_SPREAD} from './calibrate.js';
import type {AffinityChoices} from './choices.js';
import {listed, shown} from './words.js';

/** One value that a head computes with, and why. */
export interface Choice {
  /** The option that it is about. */
  readonly option:
    | 'prototypesPerClass'
    | 'sigma'
    | 'margin'
    | 'classCounts'
    | 'countMargin'
    | 'countWeight'
    | 'diversityClasses'
    | 'radius'
    | 'seed';
  readonly value: number | string | readonly number[];
  /** Whether the head found it by itself; otherwise it is what the option says. */
  readonly automatic: boolean;
  /** Why, in one sentence. */
  readonly reason: string;
}

/**
 * What a head computes with, value by value, and why: `head.choices` in words.
 *
 * @throws Error before the head is part of a model
 */
export function explainChoices(head: AffinityHead): Choice[] {
  return choicesInWords(head, {
    embeddings: 'the first training batch',
    labels: 'Labels of the training batches so far; ten more of each class are assumed.',
    counted: head.options.classCounts === 'auto',
  });
}

/** What a head's choices go by, in words. */
interface Sources {
  readonly embeddings: string;
  /** A sentence, where counts are counted. */
  readonly labels: string;
  /** Whether counts are counted; otherwise they are given. */
  readonly counted: boolean;
}

export function choicesInWords(head: AffinityHead, sources: Sources): Choice[] {
  const choices = head.choices;
  const measured = choices.placed
    ? sources.embeddings
    : 'embeddings of variance 1, until a training batch of more than one example comes';
  return [
    sigma(head, choices, measured),
    ...radius(head, choices, measured),
    margin(head),
    ...counted(head, choices, sources),
    ...diversityClasses(head, choices),
    prototypesPerClass(head),
    {
      option: 'seed',
      value: choices.seed,
      automatic: true,
      reason:
        'Where prototypes start; with it and the same batches the head repeats itself (drawn where not given).',
    },
  ];
}

function sigma({options, sigmas}: AffinityHead, choices: AffinityChoices, measured: string): Choice {
  const found = `${SHARE_OF_DISTANCE} of the mean squared distance between embeddings and prototypes, by ${measured}`;
  return {
    option: 'sigma',
    value: options.sigma === 'trainable' ? sigmas : choices.sigma,
    automatic: typeof options.sigma !== 'number',
    reason:
      options.sigma === 'trainable'
        ? `Started as ${found}, and is learned for each class.`
        : options.sigma === 'auto'
          ? `${found}.`
          : 'As the option says.',
  };
}

function radius({options}: AffinityHead, choices: AffinityChoices, measured: string): Choice[] {
  if (options.start !== 'simplex') return [];
  const reason =
    options.radius === 'auto'
      ? `${SHARE_OF_SPREAD} of the root mean square distance of the embeddings from their mean, by ${measured}; prototypes start so far from it.`
      : 'As the option says; prototypes start so far from the mean of the embeddings.';
  return [{option: 'radius', value: choices.radius, automatic: options.radius === 'auto', reason}];
}

function margin({options: {margin: value}}: AffinityHead): Choice {
  return {
    option: 'margin',
    value,
    automatic: value === 'auto',
    reason:
      value === 'auto'
        ? '0.6 of what the own and the best other affinity differ by, in every batch anew.'
        : 'As the option says, at every scale of the embeddings: affinities lie in [0, 1].',
  };
}

/** What counts do to margins and weights. */
function counted(
  {options}: AffinityHead,
  {classCounts, countOffsets, countWeights}: AffinityChoices,
  {labels, counted: automatic}: Sources,
): Choice[] {
  if (classCounts === undefined || countWeights === undefined) {
    return [{option: 'classCounts', value: 'none', automatic: false, reason: 'As the option says.'}];
  }
  const choices: Choice[] = [
    {
      option: 'classCounts',
      value: classCounts,
      automatic,
      reason: automatic ? labels : 'As the option says.',
    },
  ];
  const [common, rare] = [least(countWeights), least(countWeights.map((weight) => -weight))];
  if (countOffsets !== undefined && typeof options.margin === 'number') {
    const [low, high] = [least(countOffsets), least(countOffsets.map((offset) => -offset))];
    const range = countOffsets[high]! - countOffsets[low]!;
    choices.push({
      option: 'countMargin',
      value: options.countMargin,
      automatic,
      reason: `λ is from ${shown(options.margin - range)} (class ${high} against ${low}) to ${shown(options.margin + range)} (class ${low} against ${high}).`,
    });
  }
  choices.push({
    option: 'countWeight',
    value: options.countWeight,
    automatic,
    reason: `Examples weigh from ${shown(countWeights[common]!)} (class ${common}) to ${shown(countWeights[rare]!)} (class ${rare}).`,
  });
  return choices;
}

function diversityClasses({options, classes}: AffinityHead, choices: AffinityChoices): Choice[] {
  if (options.diversityWeight === 0) return [];
  const all = choices.diversityClasses === classes;
  return [
    {
      option: 'diversityClasses',
      value: choices.diversityClasses,
      automatic: options.diversityClasses === 'auto',
      reason: all
        ? 'The regularizer looks at all classes in every step.'
        : `The regularizer looks at so many of the ${classes} classes, drawn anew in every step, and so costs little beside the scores.`,
    },
  ];
}

function prototypesPerClass({options: {classCounts, prototypesPerClass: value}}: AffinityHead): Choice {
  // What the head counts itself are labels, those of an example in every epoch anew.
  const fewest = typeof classCounts === 'object' ? classCounts[least(classCounts)] : undefined;
  return {
    option: 'prototypesPerClass',
    value,
    automatic: false,
    reason: `As the option says${fewest === undefined ? '' : `; the smallest class has ${fewest} examples, and no use for more prototypes than that`}.`,
  };
}

/** The position of the smallest number. */
function least(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value < values[best]! ? i : best), 0);
}

/** A choice on one line: 'sigma = 4.29: 0.7 of …'. */
export function choiceLine({option, value, reason}: Choice): string {
  const text =
    typeof value === 'object' ? `[${listed(value)}]` : typeof value === 'number' ? shown(value) : value;
  return `affinity: ${option} = ${text}: ${reason}`;
}
