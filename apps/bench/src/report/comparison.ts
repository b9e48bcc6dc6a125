import type {DatasetSettings, PairedDifference, Results, SummaryRow} from '../results/types.js';
import {type Contender, contenderName, contenderOf} from './contenders.js';
import {betterBy, isShare, orderMetrics} from './format.js';
import {isUntrained} from './untrained.js';

/** What a difference to the baseline says, at 5 % after Holm's correction: it is above, below, or not told apart. */
export type Outcome = 'above' | 'below' | 'tie' | 'unknown';

/** Below this p a difference is more than chance. */
export const LEVEL = 0.05;

export function outcomeOf(difference: PairedDifference | undefined): Outcome {
  if (difference === undefined || difference.adjustedP === null) return 'unknown';
  if (difference.adjustedP >= LEVEL) return 'tie';
  return difference.meanDifference > 0 ? 'above' : 'below';
}

/** One data set's rows, as every form of the report shows them. */
export interface Comparison {
  dataset: DatasetSettings;
  rows: {contender: Contender; row: SummaryRow}[];
  metrics: string[];
  /** For each metric the name of the contender that is best beyond chance; left out where there is none. */
  best: Map<string, string>;
}

/**
 * The best mean is the best only where it is told apart from the baseline (the baseline itself: from all
 * others) by the paired t-test after Holm's correction.
 */
function bestOf(metric: string, rows: readonly SummaryRow[]): string | undefined {
  // Of a metric that is not known, neither is whether more is better.
  if (!isShare(metric)) return undefined;
  const ranked = rows
    .filter((row) => row.metrics[metric] && !isUntrained(row))
    .sort((a, b) => betterBy(metric, b.metrics[metric]?.mean ?? 0, a.metrics[metric]?.mean ?? 0));
  const [better, worse] = betterBy(metric, 1, 0) > 0 ? ['above', 'below'] : ['below', 'above'];
  const [first, ...others] = ranked;
  if (!first || others.length === 0) return undefined;
  const clear = first.pairedToBaseline
    ? outcomeOf(first.pairedToBaseline[metric]) === better
    : others.every((row) => outcomeOf(row.pairedToBaseline?.[metric]) === worse);
  return clear ? contenderName(first) : undefined;
}

/** The summary, data set by data set in the order of the settings; data sets without runs are left out. */
export function comparisons({settings, summary}: Results): Comparison[] {
  return settings.datasets.flatMap((dataset) => {
    const here = summary.filter((row) => row.dataset === dataset.name);
    if (here.length === 0) return [];
    const metrics = orderMetrics(
      here.flatMap((row) => Object.keys(row.metrics)),
      settings.headline,
    );
    const best = new Map<string, string>();
    for (const metric of metrics) {
      const name = bestOf(metric, here);
      if (name !== undefined) best.set(metric, name);
    }
    return [
      {dataset, metrics, best, rows: here.map((row) => ({row, contender: contenderOf(settings, row)}))},
    ];
  });
}
