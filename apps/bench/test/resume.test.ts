import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, test} from 'vitest';
import type {Progress} from '../src/output/progress.js';
import type {Results, Run} from '../src/results/types.js';
import {moduleHash, ownCodeHash} from '../src/runs/code-hash.js';
import {compare} from '../src/runs/compare.js';
import {makePlan, type Plan} from '../src/runs/plan.js';
import {outdated, remaining} from '../src/runs/resume.js';
import {type Environment, runKey} from '../src/runs/run-key.js';
import {performInPool} from '../src/runs/run-pool.js';
import type {RunSpec} from '../src/runs/run-spec.js';
import {planRequest} from './plan-request.js';
import {tempFolder} from './temp-folder.js';
import {tinySpec} from './tiny-spec.js';

const script = new URL('./fixtures/fake-worker.mjs', import.meta.url);

const silent: Progress = {start: () => {}, step: () => {}, finished: () => {}, stop: () => {}};

function plan(changes: Partial<Parameters<typeof makePlan>[0]> = {}): Promise<Plan> {
  return makePlan(planRequest({losses: 'softmax,affinity', seeds: [1, 2], epochs: 1, jobs: 1, ...changes}));
}

/** Does what is left, and notes it in the journal. @param after ends when so many new runs are finished */
async function go(of: Plan, journal: Run[], after = Number.POSITIVE_INFINITY): Promise<Results> {
  const stop = new AbortController();
  let finished = 0;
  return compare(of, remaining(of, journal, false), {
    folder: {
      journal: (run) => {
        journal.push(run);
        if (++finished >= after) stop.abort();
      },
    },
    progress: silent,
    finish: new AbortController().signal,
    stop: stop.signal,
    execute: (specs, events) => performInPool(specs, {...events, jobs: 1, patience: 60_000, script}),
  });
}

/** What does not depend on when and in which process it was made. */
const timeless = ({settings, runs, summary}: Results): unknown => ({
  settings: {...settings, seconds: 0, startedAt: ''},
  runs: runs.map((run) => ({...run, pid: 0})),
  summary,
});

test('interrupted after every run and gone on with, a comparison is the same as in one go', async () => {
  const whole = await go(await plan(), []);
  expect(whole.runs.map(({id}) => id)).toHaveLength(4);
  const journal: Run[] = [];
  for (let runs = 1; runs <= 4; runs++) {
    const part = await go(await plan(), journal, 1);
    expect(part.runs).toHaveLength(runs);
    expect(part.settings.interrupted).toBe(runs < 4 ? true : undefined);
  }
  expect(journal).toHaveLength(4);
  const again = await go(await plan(), journal);
  expect(journal).toHaveLength(4);
  expect(timeless(again)).toEqual(timeless(whole));
});

test('a comparison with more seeds and losses takes what is done', async () => {
  const journal: Run[] = [];
  await go(await plan(), journal);
  const larger = await plan({losses: 'affinity,center,softmax', seeds: [1, 2, 3]});
  const {done, specs} = remaining(larger, journal, false);
  expect(done).toHaveLength(4);
  expect(specs.map(({id}) => id.replace('digits-5%/', ''))).toEqual([
    'center/1',
    'center/2',
    'affinity/3',
    'center/3',
    'softmax/3',
  ]);
});

test('runs of another version are told, and done again', async () => {
  const of = await plan();
  const journal: Run[] = [];
  await go(of, journal);
  const other = journal.map((run, i) => (i < 3 ? {...run, key: `other ${i}`} : run));
  const left = remaining(of, other, false);
  expect(left.specs).toHaveLength(3);
  expect(outdated(left, other)).toBe(3);
  // Not those that failed before, or were never done.
  const failed = journal.map((run, i) => (i === 0 ? {...run, status: 'failed' as const} : run));
  expect(outdated(remaining(of, failed, true), failed)).toBe(0);
  expect(outdated(remaining(of, [], false), [])).toBe(0);
});

test('failed runs are done again only if that is wanted', async () => {
  const of = await plan();
  const journal: Run[] = [];
  await go(of, journal);
  const failed = journal.map((run, i) => (i === 0 ? {...run, status: 'failed' as const} : run));
  expect(remaining(of, failed, false).specs).toHaveLength(0);
  expect(remaining(of, failed, true).specs.map(({id}) => id)).toEqual([journal[0]!.id]);
});

const environment: Environment = {code: 'a', moduleHash: (module) => module, versions: {node: '20'}};

test('whatever decides the result of a run changes its key', async () => {
  const spec = await tinySpec();
  const {dataset, loss} = spec;
  const {settings} = loss;
  const key = runKey(spec, environment);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  const others: Partial<RunSpec>[] = [
    {suite: 'other'},
    {seed: 2},
    {fold: {number: 1, of: 5}},
    {fold: {number: 2, of: 5}},
    {fold: {number: 1, of: 4}},
    {sampler: {method: 'smote', settings: {name: 'smote', title: '', options: {}}}},
    {sampler: {method: 'adasyn', settings: {name: 'smote', title: '', options: {}}}},
    {sampler: {method: 'smote', settings: {name: 'smote', title: '', options: {k: 3}}}},
    {dataset: {...dataset, noise: 0.2}},
    {dataset: {...dataset, label: 'other'}},
    {dataset: {...dataset, header: true}},
    {epochs: 3},
    {backend: 'wasm'},
    {keepsEmbedding: false},
    {dataset: {...dataset, name: 'other'}},
    {dataset: {...dataset, trainCounts: dataset.trainCounts.map((count) => count + 1)}},
    {dataset: {...dataset, testCounts: dataset.testCounts.map((count) => count + 1)}},
    {dataset: {...dataset, rareLabels: [9]}},
    {dataset: {...dataset, contentHash: 'other'}},
    {loss: {...loss, plugin: 'other'}},
    {loss: {...loss, module: 'other'}},
    {loss: {...loss, settings: {...settings, package: 'other'}}},
    {loss: {...loss, settings: {...settings, options: {margin: 2}}}},
  ];
  const keys = [
    key,
    ...others.map((changes) => runKey({...spec, ...changes}, environment)),
    runKey(spec, {...environment, code: 'b'}),
    runKey(spec, {...environment, versions: {node: '22'}}),
    runKey(spec, {...environment, moduleHash: () => 'changed'}),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('what a run is called, and where its data lie, does not', async () => {
  const spec = await tinySpec();
  const {dataset, loss} = spec;
  const same: Partial<RunSpec>[] = [
    {id: 'other', command: 'other', cwd: '/', data: '/data'},
    {dataset: {...dataset, description: 'other'}},
    {loss: {...loss, settings: {...loss.settings, name: 'other', title: 'other'}}},
  ];
  for (const changes of same)
    expect(runKey({...spec, ...changes}, environment)).toBe(runKey(spec, environment));
});

test('the code of a loss from elsewhere is that of its folder, or of its file where it is in no package', () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'dist', 'node_modules'), {recursive: true});
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const hash = (): string => moduleHash(pathToFileURL(join(folder, 'dist', 'index.js')).href);
  write('dist/index.js', "import './part.js'");
  write('dist/part.js', '1');
  const alone = hash();
  write('dist/part.js', '2');
  expect(hash()).toBe(alone);
  write('package.json', '{}');
  const packed = hash();
  write('dist/part.js', '3');
  expect(hash()).not.toBe(packed);
  const changed = hash();
  write('dist/node_modules/other.js', '4');
  write('dist/part.d.ts', '5');
  expect(hash()).toBe(changed);
  expect(moduleHash('@isomargin/softmax')).toBe('');
});

test("the benchmark's own code has a hash, always the same", () => {
  expect(ownCodeHash()).toMatch(/^[0-9a-f]{64}$/);
  expect(ownCodeHash()).toBe(ownCodeHash());
});
