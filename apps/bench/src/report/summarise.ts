import type {PairedDifference, Run, Spread, SummaryRow} from '../results/types.js';
import {holm, pairedDifference, spread} from './statistics.js';

function unique(values: Iterable<string>): string[] {
  return [...new Set(values)];
}

function metricNames(runs: readonly Run[]): string[] {
  return unique(runs.flatMap(({metrics}) => Object.keys(metrics)));
}

function spreads(finished: readonly Run[]): Record<string, Spread> {
  const result: Record<string, Spread> = {};
  for (const name of metricNames(finished)) {
    const values = finished.map(({metrics}) => metrics[name]).filter((value) => value !== undefined);
    if (values.length > 0) result[name] = spread(values);
  }
  return result;
}

/** Over the seeds that both finished and both have a value for. */
function differences(finished: readonly Run[], baseline: readonly Run[]): Record<string, PairedDifference> {
  const bySeed = new Map(baseline.map((run) => [run.seed, run.metrics]));
  const result: Record<string, PairedDifference> = {};
  for (const name of metricNames(finished)) {
    const pairs = finished.flatMap(({seed, metrics}) => {
      const [own, other] = [metrics[name], bySeed.get(seed)?.[name]];
      return own === undefined || other === undefined ? [] : [own - other];
    });
    if (pairs.length > 0) result[name] = {...pairedDifference(pairs), adjustedP: null};
  }
  return result;
}

/** The rows of one data set, corrected for how many losses are compared with the baseline by a metric. */
function adjusted(rows: readonly SummaryRow[]): SummaryRow[] {
  const tests = new Map<string, {readonly loss: string; readonly p: number}[]>();
  for (const {loss, pairedToBaseline = {}} of rows) {
    for (const [metric, {p}] of Object.entries(pairedToBaseline)) {
      if (p !== null) tests.set(metric, [...(tests.get(metric) ?? []), {loss, p}]);
    }
  }
  const adjustedP = new Map(
    [...tests].flatMap(([metric, of]) => {
      const corrected = holm(of.map(({p}) => p));
      return of.map(({loss}, index) => [`${metric} ${loss}`, corrected[index]!] as const);
    }),
  );
  return rows.map((row) => {
    if (row.pairedToBaseline === undefined) return row;
    const paired = Object.entries(row.pairedToBaseline).map(([metric, difference]) => [
      metric,
      {...difference, adjustedP: adjustedP.get(`${metric} ${row.loss}`) ?? null},
    ]);
    return {...row, pairedToBaseline: Object.fromEntries(paired)};
  });
}

/**
 * One row for each data set and loss, in the order in which the runs first name them.
 * @param baseline `name` of the loss that the others are compared with, seed by seed
 */
export function summarise(runs: readonly Run[], baseline: string): SummaryRow[] {
  return unique(runs.map(({dataset}) => dataset)).flatMap((dataset) => {
    const here = runs.filter((run) => run.dataset === dataset);
    const finishedOf = (loss: string): Run[] =>
      here.filter((run) => run.loss === loss && run.status === 'ok');
    const rows = unique(here.map(({loss}) => loss)).map((loss): SummaryRow => {
      const all = here.filter((run) => run.loss === loss).length;
      const finished = finishedOf(loss);
      const row = {dataset, loss, runs: all, failed: all - finished.length, metrics: spreads(finished)};
      return loss === baseline
        ? row
        : {...row, pairedToBaseline: differences(finished, finishedOf(baseline))};
    });
    return adjusted(rows);
  });
}
