import type {Run} from '../results/types.js';
import type {Plan} from './plan.js';
import {type RunSpec, runHeader} from './run-spec.js';

/** What is left of a plan. */
export interface Remaining {
  /** Runs of the plan that an earlier comparison finished, as this one would have. */
  readonly done: Run[];
  readonly specs: RunSpec[];
}

/**
 * Takes the runs that are done already out of a plan.
 *
 * @param earlier finished runs of this plan or of others
 * @param retryFailed whether those that failed are to be done again
 */
export function remaining(
  plan: Pick<Plan, 'specs'>,
  earlier: readonly Run[],
  retryFailed: boolean,
): Remaining {
  const usable = earlier.filter(({status}) => status === 'ok' || !retryFailed);
  const byKey = new Map(usable.map((run) => [run.key, run]));
  const done: Run[] = [];
  const specs: RunSpec[] = [];
  for (const spec of plan.specs) {
    const run = byKey.get(spec.key);
    // Names and commands are those of this comparison.
    if (run === undefined) specs.push(spec);
    else done.push({...run, ...runHeader(spec)});
  }
  return {done, specs};
}

/**
 * How many of the runs that are to be done were finished before, but with other code, versions, options or data, so that their results
 * do not count.
 */
export function outdated({specs}: Remaining, earlier: readonly Run[]): number {
  const ids = new Set(earlier.map(({id}) => id));
  const keys = new Set(earlier.map(({key}) => key));
  return specs.filter(({id, key}) => ids.has(id) && !keys.has(key)).length;
}
