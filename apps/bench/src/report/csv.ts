import Papa from 'papaparse';
import type {Results, Run} from '../results/types.js';

/** What every line has before and after the metrics. */
const before = ['dataset', 'loss', 'options', 'sampler', 'seed', 'fold', 'status', 'error'] as const;

/**
 * A line for each run, by RFC 4180: options are JSON, a run without a sampler has `none`, and what a run does not have (its
 * fold, its error, a metric) is empty. Metrics are numbers as they were measured, not rounded.
 */
export function toCsv({runs}: Pick<Results, 'runs'>): string {
  const metrics = [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))];
  const rows = runs.map((run) => [
    ...before.map((column) => cell(run, column)),
    ...metrics.map((name) => run.metrics[name] ?? null),
    run.seconds,
  ]);
  return `${Papa.unparse({fields: [...before, ...metrics, 'seconds'], data: rows}, {newline: '\r\n'})}\r\n`;
}

function cell(run: Run, column: (typeof before)[number]): string | number | null {
  if (column === 'options') return JSON.stringify(run.options);
  if (column === 'sampler') return run.sampler ?? 'none';
  return run[column] ?? null;
}
