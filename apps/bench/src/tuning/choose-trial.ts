import {betterBy} from '../report/format.js';
import type {Trial} from '../results/types.js';

/**
 * The trial with the best mean score; of equal ones the first, so that the defaults stand where nothing is better. A trial without a
 * mean is worse than any with one.
 *
 * @param trials at least one, in the order of their numbers
 * @returns its place
 */
export function bestTrial(trials: readonly Pick<Trial, 'mean'>[], metric: string): number {
  let best = 0;
  for (const [at, {mean}] of trials.entries()) {
    const known = trials[best]!.mean;
    if (mean !== null && (known === null || betterBy(metric, mean, known) > 0)) best = at;
  }
  return best;
}
