import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Run} from '../src/results/types.js';
import {expectedTime, makespan} from '../src/runs/expected-time.js';
import {makePlan} from '../src/runs/plan.js';
import {failedRun, type RunSpec} from '../src/runs/run-spec.js';
import {digits} from '../src/suites/digits.js';
import {runCaptured} from './capture.js';
import {planRequest} from './plan-request.js';
import {tempFolder} from './temp-folder.js';

const finished = (spec: RunSpec, seconds: number): Run => ({
  ...failedRun(spec, '', seconds),
  status: 'ok',
  curves: {epoch: Array.from({length: spec.epochs}, (_, index) => index + 1), trainLoss: []},
});

test('tells what is done and what is not by data set, loss and seed, and writes nothing', async () => {
  const cwd = tempFolder();
  const args = [
    'run',
    '--losses',
    'softmax,affinity',
    '--seeds',
    '3',
    '--epochs',
    '1',
    '--jobs',
    '2',
    '--no-untrained',
  ];
  const {specs} = await makePlan(planRequest({losses: 'softmax,affinity', epochs: 1, cwd}));
  const of = (loss: string, seed: number): RunSpec =>
    specs.find((spec) => spec.loss.settings.name === loss && spec.seed === seed)!;
  const done = [finished(of('softmax', 1), 10), finished(of('softmax', 3), 20)];
  const failed = failedRun(of('affinity', 2), 'NaN', 1);
  const lines = [...done, failed].map((run) => `${JSON.stringify(run)}\n`).join('');
  // As a benchmark leaves it that was killed while it wrote.
  const torn = `${lines}{"id": "torn`;
  mkdirSync(join(cwd, 'out'));
  writeFileSync(join(cwd, 'out', 'journal.jsonl'), torn);

  const {code, stdout, stderr} = await runCaptured([...args, '--out', 'out', '--dry-run'], cwd);
  expect(code, stderr).toBe(0);
  const rows = stdout.split('\n').map((line) => line.split(/ {2,}/));
  expect(rows).toContainEqual(['digits-5%', 'softmax', '2/3', 'seed 2', '15 s']);
  expect(rows).toContainEqual(['digits-5%', 'affinity (m = 1)', '1/3', 'seeds 1, 3', '15 s']);
  expect(stdout).toContain('6 runs: 3 done, 3 to do, 2 at a time');
  expect(stdout).toContain('expected time: about 30 s');
  expect(readFileSync(join(cwd, 'out', 'journal.jsonl'), 'utf8')).toBe(torn);

  const again = await runCaptured([...args, '--out', 'out', '--dry-run', '--retry-failed'], cwd);
  expect(again.stdout).toContain('6 runs: 2 done, 4 to do, 2 at a time');
  const anew = await runCaptured([...args, '--out', 'out', '--dry-run', '--force'], cwd);
  expect(anew.stdout).toContain('6 runs: 0 done, 6 to do, 2 at a time');
  expect(anew.stdout).toContain('a guess until the first run is over');
  await runCaptured([...args, '--dry-run'], cwd);
  expect(readdirSync(cwd)).toEqual(['out']);
  expect(readdirSync(join(cwd, 'out'))).toEqual(['journal.jsonl']);
  expect(readFileSync(join(cwd, 'out', 'journal.jsonl'), 'utf8')).toBe(torn);
});

test('a folder that the comparison would refuse is refused', async () => {
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'mine'), '');
  const {code, stderr} = await runCaptured(['run', '--out', '.', '--dry-run'], cwd);
  expect(code).toBe(1);
  expect(stderr).toContain('exists and is not empty');
});

test('a run takes as long as like ones, or as others on its data set, or as its steps', async () => {
  const {specs} = await makePlan(
    planRequest({losses: 'softmax,affinity', fractions: [0.1, 0.02], epochs: 2}),
  );
  const of = (loss: string, dataset: string): RunSpec =>
    specs.find((spec) => spec.loss.settings.name === loss && spec.dataset.name === dataset)!;
  const [softmax, affinity, other] = [
    of('softmax', 'digits-10%'),
    of('affinity', 'digits-10%'),
    of('softmax', 'digits-2%'),
  ];
  const suite = {suite: digits};
  const runs = [finished(softmax, 10), finished(softmax, 20), finished(affinity, 60)];
  expect(expectedTime(softmax, runs, suite)).toEqual({seconds: 15, basis: 'like runs'});
  expect(expectedTime(affinity, runs.slice(0, 2), suite)).toEqual({
    seconds: 15,
    basis: 'runs on its data set',
  });
  expect(expectedTime({...softmax, epochs: 6}, runs, suite)).toEqual({seconds: 45, basis: 'like runs'});
  expect(expectedTime(other, runs, suite).basis).toBe('steps');
  expect(expectedTime(softmax, [failedRun(softmax, '', 1000)], suite).basis).toBe('steps');
  expect(expectedTime({...other, backend: 'cpu'}, runs, suite)).toEqual({
    seconds: undefined,
    basis: 'nothing',
  });
});

test('runs that are begun one after the other on some processes', () => {
  expect(makespan([4, 3, 2, 1], 1)).toBe(10);
  expect(makespan([4, 3, 2, 1], 2)).toBe(5);
  expect(makespan([1, 1, 1], 2)).toBe(2);
  expect(makespan([3], 8)).toBe(3);
});
