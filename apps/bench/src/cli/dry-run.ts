import {contenderTitle} from '../report/contenders.js';
import {count, duration, list} from '../report/format.js';
import type {Run} from '../results/types.js';
import {type Basis, expectedTime, makespan} from '../runs/expected-time.js';
import type {Plan} from '../runs/plan.js';
import type {Remaining} from '../runs/resume.js';
import type {RunSpec} from '../runs/run-spec.js';

/** What is known of the place where the results would go. */
export interface Destination {
  readonly path: string;
  /** All runs of its journal. */
  readonly earlierRuns: readonly Run[];
  /** Who does the runs. */
  readonly by: string;
  /** Processes at the same time; undefined where workers of any number take the runs from a queue. */
  readonly jobs: number | undefined;
}

/** All runs of a loss with a sampler on a data set. */
interface Group {
  readonly dataset: string;
  readonly title: string;
  readonly specs: RunSpec[];
}

const sources: Record<Exclude<Basis, 'nothing'>, string> = {
  'like runs': 'the time of finished runs of the same kind',
  'runs on its data set': 'the time of other finished runs on the data set',
  steps: 'the number of steps on a core of a cloud server: a guess until the first run is over',
};

/** What a comparison would do, run by run, and how long it would take. */
export function dryRunText(plan: Plan, {done, specs: left}: Remaining, destination: Destination): string {
  const {path, earlierRuns, by, jobs} = destination;
  const groups = groupsOf(plan.specs);
  const open = new Set(left.map(({id}) => id));
  const expected = new Map(left.map((spec) => [spec.id, expectedTime(spec, earlierRuns, plan)]));
  const rows = groups.map(({dataset, title, specs}) => {
    const todo = specs.filter(({id}) => open.has(id));
    const known = todo.flatMap(({id}) => expected.get(id)?.seconds ?? []);
    const each =
      known.length === 0 ? (todo.length === 0 ? '' : '?') : duration(makespan(known, 1) / known.length);
    return [dataset, title, `${specs.length - todo.length}/${specs.length}`, seedsText(todo), each];
  });
  const parts = [
    columns([['data set', 'loss', 'done', 'to do', 'a run takes'], ...rows]),
    `${count(plan.specs.length, 'run')}: ${done.length} done, ${left.length} to do, ${by}`,
    `results: ${path}`,
    timeText([...expected.values()], jobs),
    'A dry run: nothing was trained, downloaded or written.',
  ];
  return `${parts.join('\n')}\n`;
}

function timeText(expected: readonly ReturnType<typeof expectedTime>[], jobs: number | undefined): string {
  if (expected.length === 0) return 'expected time: none, all runs are done; the report is made again';
  const known = expected.flatMap(({seconds}) => seconds ?? []);
  if (known.length === 0) return 'expected time: unknown until the first run is over';
  const bases = [...new Set(expected.map(({basis}) => basis))].filter((basis) => basis !== 'nothing');
  const unknown = expected.length - known.length;
  const all = duration(makespan(known, jobs ?? 1));
  return (
    `expected time: about ${all}${jobs === undefined ? ', divided by the number of worker processes' : ''}` +
    `${unknown === 0 ? '' : `, and ${count(unknown, 'run')} of which nothing is known`}` +
    ` (from ${list(bases.map((basis) => sources[basis]))})`
  );
}

function groupsOf(specs: readonly RunSpec[]): Group[] {
  const groups = new Map<string, Group>();
  for (const spec of specs) {
    const dataset = spec.dataset.name;
    const isTrial = spec.trial !== undefined;
    const contender = contenderTitle(spec.loss.settings, spec.sampler?.settings ?? null);
    const title = isTrial ? `${contender}, tuning` : contender;
    const key = JSON.stringify([dataset, spec.loss.settings.name, spec.sampler?.settings.name, isTrial]);
    const group = groups.get(key) ?? {dataset, title, specs: []};
    group.specs.push(spec);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** `seeds 1-3`, `seed 2 (folds 4, 5), seed 3`; a dash for none. */
function seedsText(specs: readonly RunSpec[]): string {
  const trials = new Set(specs.flatMap(({trial}) => trial?.number ?? []));
  if (trials.size > 0) return ranges('trial', [...trials]);
  const whole: number[] = [];
  const parts: string[] = [];
  for (const seed of new Set(specs.map((spec) => spec.seed))) {
    const folds = specs.flatMap(({seed: of, fold}) => (of === seed && fold !== null ? [fold] : []));
    if (folds.length === 0 || folds.length === folds[0]!.of) whole.push(seed);
    else
      parts.push(
        `seed ${seed} (${ranges(
          'fold',
          folds.map(({number}) => number),
        )})`,
      );
  }
  if (whole.length > 0) parts.push(ranges('seed', whole));
  return parts.join(', ') || '–';
}

/** `seeds 1-3, 7` */
function ranges(noun: string, numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else runs.push([number, number]);
  }
  const text = runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
  return `${noun}${numbers.length === 1 ? '' : 's'} ${text}`;
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
