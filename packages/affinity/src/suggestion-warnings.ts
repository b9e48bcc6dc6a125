import type {HeadOptions} from '@isomargin/core';
import {SHARE_OF_DISTANCE} from './calibrate.js';
import type {AffinityChoices} from './choices.js';
import type {affinityOptions} from './options.js';
import {listed, shown} from './words.js';

/** Something unusual about embeddings, labels or settled options. */
export interface SuggestionWarning {
  readonly kind:
    | 'class-out-of-reach'
    | 'wide-sigma'
    | 'few-examples'
    | 'absent-class'
    | 'class-counts'
    | 'equal-embeddings'
    | 'constant-dimension'
    | 'scale'
    | 'not-equidistant';
  /** What it is, what it does, and what helps. */
  readonly text: string;
  /** The classes that it is about. */
  readonly classes?: readonly number[];
  /** Options that help: `affinity({...suggestion.options, ...warning.options})`. */
  readonly options?: {readonly sigma: number};
}

/** What there is to warn of. */
interface Subject {
  /** Embeddings, row by row. */
  readonly values: ArrayLike<number>;
  readonly dimension: number;
  readonly labels: Int32Array;
  /** Labels of each class. */
  readonly counts: readonly number[];
  /** Row by row. */
  readonly prototypes: ArrayLike<number>;
  readonly choices: AffinityChoices;
  /** Options that were given. */
  readonly asked: {readonly prototypesPerClass?: number; readonly classCounts?: unknown};
  readonly used: HeadOptions<typeof affinityOptions>;
}

/** A class is out of reach where its mean squared distance to the prototypes is more σ than this: affinities under 0.05. */
const REACH = 3;
/** σ is wide where the mean squared distance of all embeddings to the prototypes is less of it than this: affinities over 0.9. */
const WIDE = 0.1;

export function warningsOf(subject: Subject): SuggestionWarning[] {
  const spread = spreadOf(subject.values, subject.dimension);
  return [
    ...absentClasses(subject),
    ...fewExamples(subject),
    ...classCounts(subject),
    ...reach(subject),
    ...scale(spread, subject),
    ...equidistance(subject),
  ];
}

function absentClasses({counts}: Subject): SuggestionWarning[] {
  const classes = classesWhere(counts, (count) => count === 0);
  if (classes.length === 0) return [];
  const text =
    `${named(classes)} without an example: their sizes are left to the head, which counts labels as it trains. ` +
    'Prototypes start without looking at labels, also that of such a class.';
  return [{kind: 'absent-class', classes, text}];
}

function fewExamples({counts, asked, used}: Subject): SuggestionWarning[] {
  const wanted = asked.prototypesPerClass ?? used.prototypesPerClass;
  const classes = classesWhere(counts, (count) => count > 0 && count < wanted);
  if (classes.length === 0) return [];
  const text =
    `${named(classes)} short of examples (${listed(classes.map((j) => counts[j]!))}) for the ${wanted} prototypes that were asked ` +
    `for: the suggestion has ${used.prototypesPerClass}. A prototype that is nearest to no example learns nothing.`;
  return [{kind: 'few-examples', classes, text}];
}

function classCounts({counts, asked}: Subject): SuggestionWarning[] {
  const given = asked.classCounts;
  if (!Array.isArray(given)) return [];
  const classes = classesWhere(counts, (count, j) => count > given[j]);
  if (classes.length === 0) return [];
  const text =
    `${named(classes)} more frequent in these labels (${listed(classes.map((j) => counts[j]!))}) than classCounts says ` +
    `(${listed(classes.map((j) => given[j]))}): are the counts those of this training set, in the order of the labels?`;
  return [{kind: 'class-counts', classes, text}];
}

/** Whether σ fits the distances between embeddings and prototypes. */
function reach({values, dimension, labels, counts, prototypes, choices}: Subject): SuggestionWarning[] {
  const centre = meanOf(prototypes, dimension);
  const around = meanOf(squaredDistances(prototypes, centre), 1)[0]!;
  const sums = counts.map(() => 0);
  for (const [i, distance] of squaredDistances(values, centre).entries()) sums[labels[i]!]! += distance;
  // Means over a class's examples and all prototypes: where a prototype lies matters no more than by chance.
  const distances = sums.map((sum, j) => (counts[j] === 0 ? 0 : sum / counts[j]! + around));
  const {sigma} = choices;
  const total = sums.reduce((a, b) => a + b, 0) / labels.length + around;
  if (total < WIDE * sigma) {
    const better = SHARE_OF_DISTANCE * total;
    const text =
      `σ is ${shown(sigma)}, and the mean squared distance between embeddings and prototypes ${shown(total)}: all affinities are near 1, ` +
      `and classes hardly come apart. sigma: ${shown(better)}, or 'auto', fits.`;
    return [{kind: 'wide-sigma', text, options: {sigma: better}}];
  }
  const classes = classesWhere(distances, (distance) => distance > REACH * sigma);
  if (classes.length === 0) return [];
  const largest = Math.max(...distances);
  const text =
    `${named(classes)} far from the prototypes: the mean squared distances are ${listed(classes.map((j) => distances[j]! / sigma))} σ, where ` +
    'affinities are under 0.05 and pull next to nothing. Where such a class’s prototype starts on the far side, the class may ' +
    `never be learned, above all in a small network. sigma: ${shown(largest)}, the largest of the distances, reaches it.`;
  return [{kind: 'class-out-of-reach', classes, text, options: {sigma: largest}}];
}

interface Spread {
  /** Standard deviation in each dimension. */
  readonly deviations: readonly number[];
  /** Whether all embeddings are equally long, as after normalisation of rows. */
  readonly equalNorms: boolean;
}

function spreadOf(values: ArrayLike<number>, dimension: number): Spread {
  const n = values.length / dimension;
  const centre = meanOf(values, dimension);
  const squares = Array<number>(dimension).fill(0);
  for (let k = 0; k < values.length; k++) {
    squares[k % dimension]! += (values[k]! - centre[k % dimension]!) ** 2 / n;
  }
  const norms = squaredDistances(values, Array<number>(dimension).fill(0));
  const longest = norms.reduce((a, b) => Math.max(a, b));
  return {
    deviations: squares.map(Math.sqrt),
    equalNorms: norms.every((norm) => norm > 0.999 * longest),
  };
}

/** Whether the scale of the embeddings is one that stays. */
function scale({deviations, equalNorms}: Spread, {dimension}: Subject): SuggestionWarning[] {
  const largest = Math.max(...deviations);
  if (largest === 0) {
    const text =
      'All embeddings are equal, so nothing can be measured by them: σ and radius are those of embeddings of variance 1.';
    return [{kind: 'equal-embeddings', text}];
  }
  const alive = deviations.filter((deviation) => deviation > 1e-6 * largest);
  const warnings: SuggestionWarning[] = [];
  if (alive.length < dimension) {
    const text =
      `${dimension - alive.length} of ${dimension} dimensions are the same for all embeddings: dead units? Prototypes start in all ` +
      'dimensions alike, so that the classes have less room than it seems.';
    warnings.push({kind: 'constant-dimension', text});
  }
  const smallest = Math.min(...alive);
  if (!equalNorms && (smallest < 0.5 || largest > 2)) {
    const text =
      `The standard deviation of dimensions is from ${shown(smallest)} to ${shown(largest)}, so it is no normalised embedding. σ and the prototypes' ` +
      'step are measured once, in the first batch, and do not follow when the scale changes in training: put ' +
      'layers.batchNormalization() before the head. Where it is there already, take embeddings in training mode.';
    warnings.push({kind: 'scale', text});
  }
  return warnings;
}

function equidistance({counts, dimension, used}: Subject): SuggestionWarning[] {
  const points = counts.length * (used.diversityPairs === 'all' ? used.prototypesPerClass : 1);
  if (used.start !== 'simplex' || points <= dimension + 1) return [];
  const text =
    `${points} prototypes in ${dimension} dimensions cannot be equidistant, ${dimension + 1} can: they start as evenly as possible. An embedding of ` +
    `${points - 1} dimensions or more has room for all.`;
  return [{kind: 'not-equidistant', text}];
}

/** 'class 3' or 'classes 1, 4', with a verb that fits. */
function named(classes: readonly number[]): string {
  return classes.length === 1 ? `Class ${classes[0]} is` : `Classes ${listed(classes)} are`;
}

function classesWhere(values: readonly number[], holds: (value: number, j: number) => boolean): number[] {
  return values.flatMap((value, j) => (holds(value, j) ? [j] : []));
}

function meanOf(values: ArrayLike<number>, dimension: number): number[] {
  const n = values.length / dimension;
  const mean = Array<number>(dimension).fill(0);
  for (let k = 0; k < values.length; k++) mean[k % dimension]! += values[k]! / n;
  return mean;
}

/** Of each row to a point. */
function squaredDistances(values: ArrayLike<number>, point: readonly number[]): number[] {
  const dimension = point.length;
  const distances = Array<number>(values.length / dimension).fill(0);
  for (let k = 0; k < values.length; k++) {
    distances[Math.floor(k / dimension)]! += (values[k]! - point[k % dimension]!) ** 2;
  }
  return distances;
}
