import type {PairedDifference, Run, Settings, Spread, SummaryRow} from '../results/types.js';
import {contenderName, pairKey} from './contenders.js';
import {holm, pairedDifference, spread} from './statistics.js';
import {isUntrained} from './untrained.js';

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

/** Over the seeds and folds that both finished and both have a value for. */
function differences(
  finished: readonly Run[],
  baseline: readonly Run[],
  folds: number | undefined,
): Record<string, PairedDifference> {
  const others = new Map(baseline.map((run) => [pairKey(run), run.metrics]));
  const result: Record<string, PairedDifference> = {};
  for (const name of metricNames(finished)) {
    const pairs = finished.flatMap((run) => {
      const [own, other] = [run.metrics[name], others.get(pairKey(run))?.[name]];
      return own === undefined || other === undefined ? [] : [own - other];
    });
    if (pairs.length > 0) result[name] = {...pairedDifference(pairs, folds), adjustedP: null};
  }
  return result;
}

/** The rows of one data set, corrected for how many contenders are compared with the baseline by a metric. */
function adjusted(rows: readonly SummaryRow[]): SummaryRow[] {
  const tests = new Map<string, {readonly contender: string; readonly p: number}[]>();
  for (const row of rows) {
    for (const [metric, {p}] of Object.entries(row.pairedToBaseline ?? {})) {
      const contender = contenderName(row);
      if (p !== null) tests.set(metric, [...(tests.get(metric) ?? []), {contender, p}]);
    }
  }
  const adjustedP = new Map(
    [...tests].flatMap(([metric, of]) => {
      const corrected = holm(of.map(({p}) => p));
      return of.map(({contender}, index) => [`${metric} ${contender}`, corrected[index]!] as const);
    }),
  );
  return rows.map((row) => {
    if (row.pairedToBaseline === undefined) return row;
    const paired = Object.entries(row.pairedToBaseline).map(([metric, difference]) => [
      metric,
      {...difference, adjustedP: adjustedP.get(`${metric} ${contenderName(row)}`) ?? null},
    ]);
    return {...row, pairedToBaseline: Object.fromEntries(paired)};
  });
}

/** One row for each data set and contender, in the order in which the runs first name them. */
export function summarise(
  runs: readonly Run[],
  {baseline, folds}: Pick<Settings, 'baseline' | 'folds'>,
): SummaryRow[] {
  const first = contenderName(baseline);
  return unique(runs.map(({dataset}) => dataset)).flatMap((dataset) => {
    const here = runs.filter((run) => run.dataset === dataset);
    const of = (name: string): Run[] => here.filter((run) => contenderName(run) === name);
    const isFinished = ({status}: Run): boolean => status === 'ok';
    const rows = unique(here.map(contenderName)).map((name): SummaryRow => {
      const all = of(name);
      const finished = all.filter(isFinished);
      const {loss, sampler} = all[0]!;
      const failed = all.length - finished.length;
      const row = {dataset, loss, sampler, runs: all.length, failed, metrics: spreads(finished)};
      return name === first || isUntrained(row)
        ? row
        : {...row, pairedToBaseline: differences(finished, of(first).filter(isFinished), folds)};
    });
    return adjusted(rows);
  });
}
