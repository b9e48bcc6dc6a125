import {nearestName} from '@isomargin/core';
import {exponentialCounts, perClassCounts, stepCounts} from '@isomargin/datasets';
import {UsageError, UserError} from '../../errors.js';
import {list} from '../../report/format.js';
import type {DatasetSettings} from '../../results/types.js';
import {percent} from '../percent.js';
import type {Imbalance} from './definition.js';

/** One degree of imbalance: which examples are kept, and how that is said. */
export interface Degree {
  /** Behind the name of the data; empty where nothing is made rare. */
  readonly suffix: string;
  /** A part of the data set's description; empty where nothing is made rare. */
  readonly text: string;
  readonly trainCounts: readonly number[];
  readonly testCounts: readonly number[];
  readonly rareLabels: readonly number[];
  readonly settings: Pick<DatasetSettings, 'fraction' | 'ratio'>;
}

/** Examples of each class that there are. */
export interface Available {
  /** Of the data, for errors. */
  readonly title: string;
  readonly classNames: readonly string[];
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** What the command line may change. */
export interface DegreeOptions {
  readonly fractions: readonly number[];
  readonly ratios: readonly number[];
  /** Of tails: examples of the first class; 0 for as many as there are. */
  readonly largest: number;
}

/** A class is rare below this part of an equal share of the examples, where no classes are named. */
const RARE_BELOW = 0.75;

/**
 * The degrees of imbalance of a suite, at least one.
 *
 * @throws UserError, RangeError where a class is not there or has too few examples
 */
export function degrees(
  imbalance: Imbalance | undefined,
  available: Available,
  options: DegreeOptions,
): Degree[] {
  if (imbalance === undefined) return [asItIs(available)];
  if (imbalance.ratios !== undefined) return tails(available, options);
  const rare = (imbalance.rare ?? []).map((name) => labelOf(String(name), available.classNames));
  if (imbalance.fractions !== undefined) return fractions(available, rare, options.fractions);
  return sizes(available, rare, imbalance);
}

function asItIs({train, test}: Available): Degree {
  const equal = train.reduce((sum, count) => sum + count, 0) / train.length;
  const rareLabels = [...train.keys()].filter((label) => train[label]! < RARE_BELOW * equal);
  return {suffix: '', text: '', trainCounts: train, testCounts: test, rareLabels, settings: {}};
}

function fractions(
  {classNames, train, test}: Available,
  rare: readonly number[],
  values: readonly number[],
): Degree[] {
  return values.map((fraction) => ({
    suffix: `-${percent(fraction)}`,
    text: `${classesText(rare, classNames)} ${percent(fraction)} of ${rare.length === 1 ? 'its' : 'their'} training examples`,
    trainCounts: stepCounts(train, {classes: rare, fraction}),
    testCounts: test,
    rareLabels: rare,
    settings: {fraction},
  }));
}

function sizes(
  {classNames, train, test}: Available,
  rare: readonly number[],
  {train: trainSizes, test: testSizes}: Imbalance,
): Degree[] {
  const each = (counts: readonly number[], size: number | undefined, part: string): number[] => {
    if (size === undefined) return [...counts];
    const short = rare.find((label) => counts[label]! < size);
    if (short !== undefined) {
      throw new UserError(
        `imbalance.${part}: class ${classNames[short]} has ${counts[short]} examples, and ${size} are to be kept.`,
      );
    }
    return perClassCounts(counts, Object.fromEntries(rare.map((label) => [label, size])));
  };
  return (testSizes ?? trainSizes ?? []).map((size, at) => {
    const [ofTrain, ofTest] = [trainSizes?.[at], testSizes?.[at]];
    const kept = [
      ...(ofTrain === undefined ? [] : [`${ofTrain} training`]),
      ...(ofTest === undefined ? [] : [`${ofTest} test`]),
    ];
    return {
      suffix: `-${size}`,
      text: `${classesText(rare, classNames)} ${list(kept)} examples${rare.length === 1 ? '' : ' each'}`,
      trainCounts: each(train, ofTrain, 'train'),
      testCounts: each(test, ofTest, 'test'),
      rareLabels: rare,
      settings: {},
    };
  });
}

function tails({title, train, test}: Available, {ratios, largest}: DegreeOptions): Degree[] {
  const most = largest === 0 ? (train[0] ?? 0) : largest;
  return ratios.map((ratio) => {
    const trainCounts = tailCounts(title, train, ratio, most);
    const [first = 0] = trainCounts;
    return {
      suffix: `-lt-${ratio}`,
      text:
        `exponential tail of ratio ${ratio} with ${trainCounts.join(', ')} training examples` +
        (first < most
          ? `; the data has too few for a tail that begins with the ${most.toLocaleString('en')} that were asked for`
          : ''),
      trainCounts,
      testCounts: test,
      rareLabels: [...trainCounts.keys()].slice(Math.ceil(trainCounts.length / 2)),
      settings: {ratio},
    };
  });
}

/**
 * The longest tail of a ratio with at most `largest` examples of the first class: where the data has less, the whole tail
 * becomes shorter, so that its ratio stays.
 */
function tailCounts(title: string, available: readonly number[], ratio: number, largest: number): number[] {
  if (ratio > largest) {
    throw new UsageError(
      `--ratios: ${ratio} is above --largest ${largest}, so that the rarest class would be left without an image.`,
    );
  }
  for (let max = Math.min(largest, available[0] ?? 0); max >= ratio; max--) {
    const counts = exponentialCounts({classes: available.length, max, ratio});
    if (counts.every((count, label) => count <= available[label]!)) return counts;
  }
  throw new UserError(
    `--ratios: no tail of ratio ${ratio} can be cut from ${title}: its classes have ${available.join(', ')} training examples.`,
  );
}

function labelOf(name: string, classNames: readonly string[]): number {
  const label = classNames.indexOf(name);
  if (label >= 0) return label;
  const nearest = nearestName(name, classNames);
  throw new UserError(
    `imbalance.rare: the data has no class '${name}'. ${nearest === undefined ? `It has: ${classNames.join(', ')}.` : `Did you mean '${nearest}'?`}`,
  );
}

/** Classes that are named one by one. */
const NAMED = 12;

function classesText(labels: readonly number[], classNames: readonly string[]): string {
  if (labels.length === 1) return `class ${classNames[labels[0]!]} keeps`;
  if (labels.length > NAMED) return `${labels.length} of ${classNames.length} classes keep`;
  return `classes ${list(labels.map((label) => classNames[label]!))} keep`;
}
