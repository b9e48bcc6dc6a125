import type {Spread} from '../results/types.js';
import {spread} from './statistics.js';

/** Titles of the metrics that are shares of 1 and shown in percent. */
const shares: Record<string, string> = {
  macroF1: 'macro-F1',
  rareRecall: 'rare recall',
  gMean: 'G-mean',
  balancedAccuracy: 'balanced accuracy',
  accuracy: 'accuracy',
  manyShotAccuracy: 'many-shot',
  mediumShotAccuracy: 'medium-shot',
  fewShotAccuracy: 'few-shot',
  nearestMeanAccuracy: 'nearest mean',
  auroc: 'AUROC',
  averagePrecision: 'average precision',
  verificationAccuracy: 'pair accuracy',
  equalErrorRate: 'equal error',
  tarAtFar10: 'found at 10 %',
  tarAtFar1: 'found at 1 %',
  precisionAt1: 'precision@1',
  mapAtR: 'MAP@R',
};

/** The metrics that tables show: the headline in its order, then those that nobody knows. */
export function orderMetrics(names: Iterable<string>, headline: readonly string[]): string[] {
  const occurring = new Set(names);
  return [
    ...headline.filter((name) => occurring.has(name)),
    ...[...occurring].filter((name) => !(name in shares) && !headline.includes(name)),
  ];
}

/** Metrics of which less is better. */
const errors: readonly string[] = ['equalErrorRate'];

/** By which of two values is better: above 0 where the first one is. */
export function betterBy(metric: string, value: number, other: number): number {
  return errors.includes(metric) ? other - value : value - other;
}

/** Whether it is a mean over classes that are others in every data set, so that data sets cannot be compared by it. */
export function isOfShots(metric: string): boolean {
  return metric.endsWith('ShotAccuracy');
}

export function isShare(metric: string): boolean {
  return metric in shares;
}

/** A metric's name for people; an unknown one's camel case is taken apart. */
export function metricTitle(metric: string): string {
  return shares[metric] ?? metric.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
}

const minus = (text: string): string => text.replace('-', '−');

/** A number without unit, with three or four digits that count. */
export function plainNumber(value: number): string {
  if (Number.isInteger(value)) return minus(value.toString());
  const size = Math.abs(value);
  return minus(size < 1e-3 || size >= 1e5 ? value.toExponential(2) : value.toPrecision(4));
}

/** A number of a measure that needs no more than three digits. */
export function shortNumber(value: number): string {
  return minus(Math.abs(value) < 1e-3 && value !== 0 ? value.toExponential(1) : value.toPrecision(3));
}

/** A metric's value: shares in percent with two decimals, without the sign. */
export function metricValue(metric: string, value: number): string {
  return isShare(metric) ? minus((value * 100).toFixed(2)) : plainNumber(value);
}

/** "97.31 ± 0.20"; without the deviation where one run has none. */
export function metricSpread(metric: string, {mean, std}: Spread): string {
  return std === null
    ? metricValue(metric, mean)
    : `${metricValue(metric, mean)} ± ${metricValue(metric, std)}`;
}

/** With a sign, as a difference needs. */
export function metricDifference(metric: string, value: number): string {
  const size = metricValue(metric, Math.abs(value));
  // What is shown as 0 has no sign.
  if (Number(size) === 0) return size;
  return value < 0 ? `−${size}` : `+${size}`;
}

export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** "a", "a and b", "a, b and c". */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

export function count(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}

/** Recalls of one class over the seeds. */
export function classRecall(values: readonly number[]): string {
  return values.length === 0 ? '–' : metricSpread('accuracy', spread(values));
}

/** A probability, as it is read in a sentence. */
export function pValue(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}

/** A title that no line break takes an option's value from: 'm = 1'. */
export function unbroken(title: string): string {
  return title.replaceAll(' = ', '\u00a0=\u00a0');
}
