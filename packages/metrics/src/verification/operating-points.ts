import type {ThresholdCounts} from '../scores/threshold-counts.js';

/** The point where as many of one kind are taken wrongly as of the other. */
export interface EqualErrorRate {
  /** False positive and false negative rate, 0 to 1, on the line between the two nearest thresholds. */
  rate: number;
  /** The largest score from which on positives are predicted, at which there are at least as many false alarms as misses. */
  threshold: number;
}

/** The true positive rate that a false positive rate allows. */
export interface TarAtFar {
  /** The false positive rate that was asked for. */
  far: number;
  /** The true positive rate there, 0 to 1. */
  tar: number;
  /** The false positive rate that is reached, at most `far`; with `interpolate`, `far`. */
  reached: number;
  /** Scores ≥ this are predicted as positive; Infinity where no threshold has so few false positives. */
  threshold: number;
}

export function equalErrorRateOf(counts: ThresholdCounts): EqualErrorRate {
  const {thresholds, truePositives, falsePositives, positives, negatives} = counts;
  let [alarms, misses] = [0, 1];
  for (let i = 0; i < thresholds.length; i++) {
    const nextAlarms = (falsePositives[i] as number) / negatives;
    const nextMisses = 1 - (truePositives[i] as number) / positives;
    if (nextAlarms >= nextMisses) {
      const before = alarms - misses;
      const part = before / (before - (nextAlarms - nextMisses));
      return {rate: alarms + part * (nextAlarms - alarms), threshold: thresholds[i] as number};
    }
    [alarms, misses] = [nextAlarms, nextMisses];
  }
  throw new Error('the last threshold has all false alarms and no misses');
}

export function tarAtFarOf(counts: ThresholdCounts, far: number, interpolate: boolean): TarAtFar {
  const {thresholds, truePositives, falsePositives, positives, negatives} = counts;
  let last = -1;
  while (last + 1 < thresholds.length && (falsePositives[last + 1] as number) / negatives <= far) last++;
  const rates = (i: number): [number, number] =>
    i < 0 ? [0, 0] : [(falsePositives[i] as number) / negatives, (truePositives[i] as number) / positives];
  const [reached, tar] = rates(last);
  const threshold = last < 0 ? Infinity : (thresholds[last] as number);
  if (!interpolate || reached === far || last + 1 === thresholds.length)
    return {far, tar, reached, threshold};
  const [nextFar, nextTar] = rates(last + 1);
  const part = (far - reached) / (nextFar - reached);
  return {far, tar: tar + part * (nextTar - tar), reached: far, threshold};
}

/** The area under the ROC curve. */
export function areaOf({truePositives, falsePositives, positives, negatives}: ThresholdCounts): number {
  let sum = 0;
  let [alarms, hits] = [0, 0];
  for (let i = 0; i < truePositives.length; i++) {
    const nextAlarms = falsePositives[i] as number;
    const nextHits = truePositives[i] as number;
    sum += ((nextAlarms - alarms) * (hits + nextHits)) / 2;
    [alarms, hits] = [nextAlarms, nextHits];
  }
  return sum / positives / negatives;
}
