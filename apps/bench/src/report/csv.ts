import Papa from 'papaparse';
import type {Results, Run} from '../results/types.js';

/** What every line has before and after the metrics. */
const before = ['dataset', 'loss', 'options', 'sampler', 'seed', 'fold', 'status', 'error'] as const;
/** What lines have besides, where something was tuned. */
const ofTuning = ['stage', 'trial', 'validationFold'] as const;

type Cell = string | number | null;

/**
 * A line for each run, by RFC 4180: options are JSON, a run without a sampler has `none`, and what a run does not have (its
 * fold, its error, a metric) is empty. Metrics are numbers as they were measured, not rounded. Where options were tuned, `stage` tells
 * runs (`run`) from trials (`trial`, a line for each validation fold, with its score of the metric that was chosen by).
 */
export function toCsv({
  runs,
  tuned,
  settings,
}: Pick<Results, 'runs' | 'tuned'> & {settings?: Tuning}): string {
  const metrics = [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))];
  const metric = settings?.tuning?.metric;
  const isTuned = tuned !== undefined && metric !== undefined;
  if (isTuned && !metrics.includes(metric)) metrics.push(metric);
  const rows = runs.map((run) => [
    ...(isTuned ? ['run', null, null] : []),
    ...before.map((column) => cell(run, column)),
    ...metrics.map((name) => run.metrics[name] ?? null),
    run.seconds,
  ]);
  const trials = isTuned ? trialRows(tuned, metrics, metric) : [];
  const fields = [...(isTuned ? ofTuning : []), ...before, ...metrics, 'seconds'];
  return `${Papa.unparse({fields, data: [...rows, ...trials]}, {newline: '\r\n'})}\r\n`;
}

type Tuning = Pick<Results['settings'], 'tuning'>;

function cell(run: Run, column: (typeof before)[number]): Cell {
  if (column === 'options') return JSON.stringify(run.options);
  if (column === 'sampler') return run.sampler ?? 'none';
  return run[column] ?? null;
}

/** Seconds are those of the whole trial, on its first line. */
function trialRows(
  tuned: NonNullable<Results['tuned']>,
  metrics: readonly string[],
  metric: string,
): Cell[][] {
  return tuned.flatMap(({dataset, loss, sampler, seed, fold, trials}) =>
    trials.flatMap(({number, options, scores, errors, seconds}) =>
      scores.map((score, at): Cell[] => [
        'trial',
        number,
        at + 1,
        dataset,
        loss,
        JSON.stringify(options),
        sampler ?? 'none',
        seed ?? null,
        fold ?? null,
        score === null ? 'failed' : 'ok',
        score === null ? (errors?.join('; ') ?? null) : null,
        ...metrics.map((name) => (name === metric ? score : null)),
        at === 0 ? seconds : null,
      ]),
    ),
  );
}
