import {tarAtFar} from '@isomargin/metrics';
import type {DatasetSettings, RocPoint} from '../results/types.js';
import {leads} from './ranking.js';

/** The rates that curves are kept at, so that curves of several runs have a mean. */
export const FALSE_ALARMS: readonly number[] = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1,
];

/**
 * The ROC curve at given false alarm rates, between thresholds on a line.
 *
 * @param positive 1 for what is to be found, [n]
 * @param scores the larger the more likely, [n]
 */
export function rocOf(
  positive: Uint8Array,
  scores: Float64Array,
  falseAlarms: readonly number[],
): RocPoint[] {
  const points = tarAtFar(positive, scores, falseAlarms, {interpolate: true});
  return points.map(({far, tar}) => ({falseAlarms: far, found: tar}));
}

/** Of two classes, the rarer one is to be found; with more there is no such curve. */
export function rareClassRoc(
  labels: Int32Array,
  scores: Float32Array,
  {classNames, trainCounts}: DatasetSettings,
): RocPoint[] | undefined {
  if (classNames.length !== 2) return undefined;
  const rare = trainCounts[0]! < trainCounts[1]! ? 0 : 1;
  const positive = Uint8Array.from(labels, (label) => Number(label === rare));
  // A test set that lacks a class has no curve.
  if (!positive.includes(0) || !positive.includes(1)) return undefined;
  const own = leads(scores, 2).filter((_, i) => i % 2 === rare);
  return rocOf(positive, own, FALSE_ALARMS);
}
