import type {OutputFolder} from '../output/output-folder.js';
import type {Progress} from '../output/progress.js';
import {contenderTitle, pairTitle, trialTitle} from '../report/contenders.js';
import {summarise} from '../report/summarise.js';
import type {Results, Run} from '../results/types.js';
import type {Executor} from './executor.js';
import type {Plan} from './plan.js';
import type {Remaining} from './resume.js';
import type {RunSpec} from './run-spec.js';

export interface CompareOptions {
  /** Where each run is noted as soon as it is over. */
  readonly folder: Pick<OutputFolder, 'journal'>;
  readonly progress: Progress;
  /** Ends the comparison when the runs under way are over. */
  readonly finish: AbortSignal;
  /** Ends the comparison with what is finished. */
  readonly stop: AbortSignal;
  /** Does the runs. */
  readonly execute: Executor;
}

/** Does all runs of a plan that are not done yet. */
export async function compare(plan: Plan, left: Remaining, options: CompareOptions): Promise<Results> {
  const started = performance.now();
  const runs = await performRemaining(left, options);
  const seconds = (performance.now() - started) / 1000;
  return resultsOf(plan, runs, seconds + (plan.tuned?.seconds ?? 0));
}

/** Does what is left, and returns all runs that are over: fewer than there should be where it was interrupted. */
export async function performRemaining(
  {done, specs}: Remaining,
  {folder, progress, finish, stop, execute}: CompareOptions,
): Promise<Run[]> {
  const runs: Run[] = [...done];
  progress.start(done.length);
  try {
    await execute(specs, {
      finish,
      stop,
      onStep: (worker, spec, done, total) => progress.step(worker, labelOf(spec), done, total),
      onRun: (worker, run) => {
        folder.journal(run);
        runs.push(run);
        progress.finished(worker, run);
      },
    });
  } finally {
    progress.stop();
  }
  return runs;
}

function labelOf({dataset, loss, sampler, seed, fold, trial}: RunSpec): string {
  const contender = contenderTitle(loss.settings, sampler?.settings ?? null);
  const which = trial === undefined ? pairTitle(seed, fold?.number) : trialTitle(trial);
  return `${dataset.name}, ${contender}, ${which}`;
}

/** The results of the runs that are over, in the order of the plan. */
export function resultsOf(plan: Plan, over: readonly Run[], seconds: number): Results {
  const byId = new Map(over.map((run) => [run.id, run]));
  const runs = plan.specs.flatMap(({id}) => byId.get(id) ?? []);
  const settings = {...plan.settings, seconds: Math.round(1000 * seconds) / 1000};
  return {
    version: 1,
    suite: plan.suite.name,
    settings: runs.length < plan.specs.length ? {...settings, interrupted: true} : settings,
    runs,
    summary: summarise(runs, plan.settings),
    ...(plan.tuned === undefined ? {} : {tuned: [...plan.tuned.searches]}),
  };
}
