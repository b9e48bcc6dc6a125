import Table from 'cli-table3';
import type {Results, SummaryRow} from '../results/types.js';
import {comparisons, type Outcome, outcomeOf} from './comparison.js';
import {baselineOf, contenderName} from './contenders.js';
import {duration, metricSpread, metricTitle} from './format.js';
import {mean} from './statistics.js';
import {failedRuns, failureOf, testText, unitsText} from './words.js';
import {wrap} from './wrap.js';

/** Metrics that fit 100 columns. */
const ROOM = 5;

const marks: Record<Outcome, string> = {above: '▲', below: '▼', tie: '=', unknown: ' '};

const noBorders = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, '']),
);

function cell(row: SummaryRow, metric: string): string {
  const value = row.metrics[metric];
  if (!value) return '– ';
  return metricSpread(metric, value).replaceAll(' ', '') + marks[outcomeOf(row.pairedToBaseline?.[metric])];
}

/** The summary as text for a terminal of at least 100 columns, without colours. */
export function toTerminalTable(results: Results): string {
  const {settings, runs} = results;
  const blocks = comparisons(results).map(({dataset, rows, metrics}) => {
    const columns = metrics.slice(0, ROOM);
    const table = new Table({
      head: ['', ...columns.map((metric) => `${metricTitle(metric)} `), 'runs', 'time'],
      chars: noBorders,
      style: {head: [], border: [], 'padding-left': 1, 'padding-right': 0},
      colWidths: [20, ...columns.map(() => 13), 6, 9],
      colAligns: ['left', ...columns.map(() => 'right' as const), 'right', 'right'],
      wordWrap: true,
    });
    for (const {row, contender} of rows) {
      const took = runs
        .filter(
          (run) =>
            run.dataset === row.dataset && contenderName(run) === contender.name && run.status === 'ok',
        )
        .map(({seconds}) => seconds);
      table.push([
        contender.title,
        ...columns.map((metric) => cell(row, metric)),
        `${row.runs - row.failed}/${row.runs}`,
        took.length > 0 ? duration(mean(took)) : '–',
      ]);
    }
    return `${dataset.name}\n${table.toString()}`;
  });
  const notes = wrap(
    `In %, mean ± standard deviation over ${unitsText(settings)}. ▲ above and ▼ below ` +
      `${baselineOf(settings).title} by the ${testText(settings)} at 5 % after Holm's correction, = tie with it.`,
    0,
  ).trimEnd();
  const failures = failedRuns(results).map((run) => {
    const {title, error, command} = failureOf(results, run);
    return `failed: ${title}\n  ${error}\n  again: ${command}`;
  });
  return [...blocks, notes, ...failures].join('\n\n');
}
