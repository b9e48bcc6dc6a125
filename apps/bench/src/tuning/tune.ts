import type {Run} from '../results/types.js';
import {type CompareOptions, performRemaining} from '../runs/compare.js';
import type {Plan} from '../runs/plan.js';
import {remaining} from '../runs/resume.js';
import {chooseOptions} from './tuning-plan.js';

/**
 * Does the trials of a plan that are not done yet, and puts the options that they choose into its runs.
 *
 * @param earlier finished runs of this plan or of others
 * @param retryFailed whether those that failed are to be done again
 * @returns the plan as it is where nothing is tuned; undefined where it was interrupted before all trials were over
 */
export async function tune(
  plan: Plan,
  earlier: readonly Run[],
  retryFailed: boolean,
  options: CompareOptions,
): Promise<Plan | undefined> {
  const {tuning, specs} = plan;
  if (tuning === undefined) return plan;
  const started = performance.now();
  const over = await performRemaining(remaining(tuning, earlier, retryFailed), options);
  if (over.length < tuning.specs.length) return undefined;
  const {tuned: searches, chosen} = chooseOptions(tuning, over);
  const seconds = (performance.now() - started) / 1000;
  return {...plan, tuned: {searches, seconds}, specs: specs.map((spec) => chosen.get(spec.id) ?? spec)};
}
