import type {Results} from '../results/types.js';
import {comparisons, type Outcome, outcomeOf} from './comparison.js';
import {baselineOf} from './contenders.js';
import {betterBy, list, metricTitle} from './format.js';
import {commonMetrics, contendersOf, OVERVIEW} from './over-datasets.js';
import {verdicts} from './words.js';

/** The answer in points: a title, and what is said. */
export interface Verdict {
  readonly title: string;
  readonly text: string;
}

/** Up to this many data sets, and differences on them, are told one by one. */
const TOLD = {datasets: 3, differences: 12};

/** The answer first: data set by data set, or where there are many, in how many of them each stands how to the baseline. */
export function verdictList(results: Results): Verdict[] {
  const here = comparisons(results);
  const differences = here.reduce((sum, {rows}) => sum + rows.length - 1, 0);
  const isMuch = here.length > TOLD.datasets || (here.length > 1 && differences > TOLD.differences);
  if (isMuch) return overDatasets(results);
  const all = verdicts(results);
  const several = new Set(all.map(({dataset}) => dataset)).size > 1;
  return all.map(({dataset, metric, sentences}) => ({
    title: several ? `${dataset}, ${metric}` : metric,
    text: sentences.join('; '),
  }));
}

function overDatasets(results: Results): Verdict[] {
  const all = comparisons(results);
  const baseline = baselineOf(results.settings);
  const others = contendersOf(all).filter(({name}) => name !== baseline.name);
  return commonMetrics(all)
    .slice(0, OVERVIEW)
    .flatMap((metric): Verdict[] => {
      const [better, worse] = betterBy(metric, 1, 0) > 0 ? ['above', 'below'] : ['below', 'above'];
      const outcomesOf = (contender: string): Outcome[] =>
        all.flatMap(({rows}) => {
          const row = rows.find((one) => one.contender.name === contender)?.row;
          const difference = row?.pairedToBaseline?.[metric];
          return difference === undefined ? [] : [outcomeOf(difference)];
        });
      const compared = others
        .map(({name, title}) => ({title, outcomes: outcomesOf(name)}))
        .filter(({outcomes}) => outcomes.length > 0);
      const group = (what: string, wanted: string | undefined): string[] => {
        const found = compared
          .map(({title, outcomes}) => ({title, n: outcomes.filter((outcome) => outcome === wanted).length}))
          .filter(({n}) => n > 0)
          .sort((a, b) => b.n - a.n);
        return found.length === 0 ? [] : [`${what} ${list(found.map(({title, n}) => `${title} on ${n}`))}`];
      };
      const ties = compared.filter(({outcomes}) => outcomes.every((outcome) => outcome === 'tie'));
      const parts = [
        ...group('better:', better),
        ...group('worse:', worse),
        ...(ties.length === 0 ? [] : [`a tie on all: ${list(ties.map(({title}) => title))}`]),
        ...group('one run alone, so without an interval:', 'unknown'),
      ];
      return parts.length === 0
        ? []
        : [
            {
              title: `${metricTitle(metric)} against ${baseline.title} on ${all.length} data sets`,
              text: parts.join('; '),
            },
          ];
    });
}
