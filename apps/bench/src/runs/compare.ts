import type {OutputFolder} from '../output/output-folder.js';
import type {Progress} from '../output/progress.js';
import {contenderTitle, pairTitle} from '../report/contenders.js';
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
export async function compare(
  plan: Plan,
  {done, specs}: Remaining,
  options: CompareOptions,
): Promise<Results> {
  const {folder, progress, finish, stop, execute} = options;
  const started = performance.now();
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
  return resultsOf(plan, runs, (performance.now() - started) / 1000);
}

const labelOf = ({dataset, loss, sampler, seed, fold}: RunSpec): string =>
  `${dataset.name}, ${contenderTitle(loss.settings, sampler?.settings ?? null)}, ${pairTitle(seed, fold?.number)}`;

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
  };
}
