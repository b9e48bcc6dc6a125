import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Results, Run} from '../src/results/types.js';
import {runCaptured} from './capture.js';
import {exampleResults} from './report-results.js';
import {tempFolder} from './temp-folder.js';

function save(cwd: string, name: string, results: unknown): string {
  mkdirSync(join(cwd, name), {recursive: true});
  writeFileSync(join(cwd, name, 'results.json'), JSON.stringify(results));
  return name;
}

const load = (cwd: string, name: string): Results =>
  JSON.parse(readFileSync(join(cwd, name, 'results.json'), 'utf8')) as Results;

/** The part of a comparison that has these runs. */
function part(whole: Results, has: (run: Run) => boolean): Results {
  const runs = whole.runs.filter(has);
  const {settings} = whole;
  const losses = settings.losses.filter(({name}) => runs.some(({loss}) => loss === name));
  const seeds = settings.seeds.filter((value) => runs.some(({seed}) => seed === value));
  const datasets = settings.datasets.filter(({name}) => runs.some(({dataset}) => dataset === name));
  return {
    ...whole,
    settings: {
      ...settings,
      losses,
      seeds,
      datasets,
      baseline: {loss: losses[0]!.name, sampler: null},
      interrupted: true,
    },
    runs,
    summary: [],
  };
}

test('a report is made again from results.json alone', async () => {
  const cwd = tempFolder();
  const whole = exampleResults();
  save(cwd, 'a', {...whole, summary: []});
  const {code, stdout, stderr} = await runCaptured(['report', 'a'], cwd);
  expect(code, stderr).toBe(0);
  for (const file of ['results.md', 'results.csv', 'references.bib', 'report.html'])
    expect(readdirSync(join(cwd, 'a'))).toContain(file);
  expect(stdout).toContain(join(cwd, 'a', 'report.html'));
  expect(stdout).toContain('affinity (m = 5)');
  const again = load(cwd, 'a');
  expect(again.settings).toEqual(whole.settings);
  expect(again.summary).toHaveLength(3);
  expect(again.runs).toHaveLength(whole.runs.length);
  expect(readdirSync(join(cwd, 'a'))).not.toContain('journal.jsonl');
});

test('parts of a comparison in different folders become the whole one, with runs that several have once', async () => {
  const cwd = tempFolder();
  const whole = exampleResults({fractions: [0.05, 0.1], seeds: 4});
  save(
    cwd,
    'a',
    part(whole, ({loss}) => loss !== 'softmax'),
  );
  save(
    cwd,
    'b',
    part(whole, ({loss, seed}) => loss === 'softmax' && seed < 4),
  );
  save(
    cwd,
    'c',
    part(whole, ({seed}) => seed > 2),
  );
  const {code, stderr} = await runCaptured(['report', 'c', 'a', 'b', 'a', '--out', 'all'], cwd);
  expect(code, stderr).toBe(0);
  const results = load(cwd, 'all');
  const byId = (runs: readonly Run[]): Run[] => [...runs].sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(byId(results.runs)).toEqual(byId(JSON.parse(JSON.stringify(whole.runs)) as Run[]));
  expect(results.settings).toMatchObject({
    seeds: [1, 2, 3, 4],
    baseline: {loss: 'softmax', sampler: null},
    seconds: 3 * whole.settings.seconds,
  });
  expect(results.settings.interrupted).toBeUndefined();
  // Runs of one seed follow each other.
  expect(results.runs.slice(0, 4).map(({seed}) => seed)).toEqual([1, 1, 1, 2]);
  const row = (of: Results) =>
    of.summary.find(({dataset, loss}) => dataset === 'digits 10 %' && loss === 'affinity-m5');
  expect(row(results)?.pairedToBaseline?.macroF1?.n).toBe(4);
  expect(row(results)?.metrics.macroF1?.mean).toBeCloseTo(row(whole)!.metrics.macroF1!.mean, 12);
  // Once more into the same folder: nothing is counted or noted twice.
  await runCaptured(['report', 'a', 'b', 'c', '--out', 'all'], cwd);
  expect(load(cwd, 'all').runs).toHaveLength(24);
  const journal = readFileSync(join(cwd, 'all', 'journal.jsonl'), 'utf8');
  expect(journal.split('\n')).toHaveLength(25);
});

test('what one machine finished counts, and not that another one failed; what is missing is said', async () => {
  const cwd = tempFolder();
  const failed = exampleResults({failing: 1});
  const whole = exampleResults();
  save(cwd, 'failed', failed);
  save(
    cwd,
    'whole',
    part(whole, ({loss}) => loss === 'softmax'),
  );
  for (const order of [
    ['failed', 'whole'],
    ['whole', 'failed'],
  ]) {
    const {code} = await runCaptured(['report', ...order, '--out', `${order[0]}-first`], cwd);
    expect(code).toBe(0);
    expect(load(cwd, `${order[0]}-first`).runs.map(({status}) => status)).not.toContain('failed');
  }
  expect((await runCaptured(['report', 'failed'], cwd)).code).toBe(1);
  save(
    cwd,
    'less',
    part(whole, ({loss, seed}) => loss === 'affinity' && seed === 2),
  );
  await runCaptured(['report', 'whole', 'less', '--out', 'gaps'], cwd);
  expect(load(cwd, 'gaps').settings.interrupted).toBe(true);
});

const unfit: [what: string, change: (other: Results) => void, message: string][] = [
  ['suite', (other) => Object.assign(other, {suite: 'mnist-even'}), 'suite: digits and mnist-even'],
  [
    'content of a data set',
    ({settings}) => Object.assign(settings.datasets[0]!, {contentHash: 'b'.repeat(64)}),
    `data set digits 5 %, contentHash: none and ${'b'.repeat(64)}`,
  ],
  ['protocol', ({settings}) => Object.assign(settings, {epochs: 3}), 'number of epochs: 12 and 3'],
  [
    'version',
    ({settings}) => Object.assign(settings.versions, {node: '22.1.0'}),
    'version of Node.js: 20.20.0 and 22.1.0',
  ],
  [
    'code',
    ({settings}) => Object.assign(settings, {code: 'c'.repeat(64)}),
    `code of the benchmark: none and ${'c'.repeat(64)}`,
  ],
  [
    "a loss's options",
    ({settings}) => Object.assign(settings.losses[1]!, {options: {margin: 2}}),
    'loss affinity, options: {} and {"margin":2}',
  ],
  [
    'results of one run',
    ({runs}) => Object.assign(runs[0]!, {key: 'd'.repeat(64), metrics: {...runs[0]!.metrics, accuracy: 0.1}}),
    'run digits 5 %, softmax, seed 1: two different results',
  ],
];

test.each(unfit)('folders that differ in the %s are refused', async (_, change, message) => {
  const cwd = tempFolder();
  save(cwd, 'a', exampleResults());
  const other = exampleResults();
  change(other);
  save(cwd, 'b', other);
  const {code, stderr} = await runCaptured(['report', 'a', 'b', '--out', 'all'], cwd);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `${join(cwd, 'a')} and ${join(cwd, 'b')} cannot be merged, they differ:\n  ${message}\n`,
  );
  expect(readdirSync(cwd).sort()).toEqual(['a', 'b']);
});

test('folders that hold no results are refused, with the reason', async () => {
  const cwd = tempFolder();
  const refused = async (args: string, code: number, message: string): Promise<void> => {
    const outcome = await runCaptured(['report', ...args.split(' ')], cwd);
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
    expect(outcome.code).toBe(code);
  };
  await refused('nowhere', 1, `The folder ${join(cwd, 'nowhere')} does not exist.`);
  save(cwd, 'old', {...exampleResults(), version: 2});
  await refused('old', 1, 'results.json is of version 2 of the results; this benchmark reads version 1.');
  save(cwd, 'list', []);
  await refused('list', 1, 'results.json is of version unknown of the results');
  const {suite: _, ...nameless} = exampleResults();
  save(cwd, 'nameless', nameless);
  await refused('nameless', 1, "holds no results: it must have required property 'suite'.");
  const typed = exampleResults();
  save(cwd, 'typed', {...typed, settings: {...typed.settings, batchSize: 'many'}});
  await refused('typed', 1, 'holds no results: /settings/batchSize must be integer.');
  writeFileSync(join(cwd, 'typed', 'results.json'), '{"version": 1');
  await refused('typed', 1, 'results.json cannot be read: ');
  rmSync(join(cwd, 'typed', 'results.json'));
  await refused('typed', 1, 'typed has no results.json.');
  writeFileSync(join(cwd, 'typed', 'journal.jsonl'), '');
  await refused('typed', 1, 'its comparison was killed; the command that began it goes on, and reports.');
  save(cwd, 'good', exampleResults());
  save(cwd, 'other', exampleResults());
  await refused('good other', 2, '--out: the merged results of several folders need a folder of their own.');
  await refused('good other --out good', 2, 'is one of the folders that are merged');
  await refused('good --out old', 1, 'exists and is not empty');
  await refused('good --oud x', 2, 'Unknown option --oud. Did you mean --out?');
  expect((await runCaptured(['report'], cwd)).code).toBe(2);
});
