import {expect, test} from 'vitest';
import type {Run} from '../src/results/types.js';
import {type PoolOptions, performInPool} from '../src/runs/run-pool.js';
import type {RunSpec} from '../src/runs/run-spec.js';
import {tinySpec} from './tiny-spec.js';

const script = new URL('./fixtures/fake-worker.mjs', import.meta.url);

async function specs(...kinds: string[]): Promise<RunSpec[]> {
  const spec = await tinySpec();
  return kinds.map((name, at) => ({
    ...spec,
    id: `${at}`,
    loss: {...spec.loss, settings: {...spec.loss.settings, name}},
  }));
}

async function perform(list: RunSpec[], changes: Partial<PoolOptions> = {}): Promise<Run[]> {
  const runs: Run[] = [];
  await performInPool(list, {
    jobs: 2,
    script,
    finish: new AbortController().signal,
    stop: new AbortController().signal,
    patience: 60_000,
    onStep: () => {},
    onRun: (_worker, run) => runs.push(run),
    ...changes,
  });
  return runs.sort((a, b) => Number(a.id) - Number(b.id));
}

test('runs that throw, crash or exit are failed ones, and the others go on', async () => {
  const runs = await perform(await specs('crashes', 'works', 'throws', 'exits', 'works'));
  expect(runs.map(({status, error}) => error ?? status)).toEqual([
    'the worker process was ended by SIGKILL: out of memory',
    'ok',
    'the loss became NaN',
    'the worker process ended with code 3',
    'ok',
  ]);
});

test('a process does several runs, and is replaced after a failed one', async () => {
  const runs = (await perform(await specs('works', 'works', 'throws', 'works'), {jobs: 1})) as (Run & {
    pid: number;
  })[];
  expect(runs[1]?.pid).toBe(runs[0]?.pid);
  expect(runs[3]?.pid).not.toBe(runs[0]?.pid);
});

test('a process that died between two runs fails the next one alone', async () => {
  const runs = await perform(await specs('works and dies', 'works', 'works'), {jobs: 1});
  expect(runs.map(({status, error}) => error ?? status)).toEqual([
    'ok',
    'the worker process ended with code 4',
    'ok',
  ]);
});

test('asked to finish, runs under way come to their end and no other begins', async () => {
  const finish = new AbortController();
  const started = new Set<string>();
  const runs = await perform(await specs('works slowly', 'works slowly', 'works', 'works'), {
    finish: finish.signal,
    onStep: (_worker, {id}) => {
      started.add(id);
      finish.abort();
    },
  });
  expect(runs.map(({id, status}) => [id, status])).toEqual([...started].sort().map((id) => [id, 'ok']));
  expect(runs.length).toBeLessThan(3);
});

test('a run without a sign of life is a failed one, and the others go on', async () => {
  const runs = await perform(await specs('hangs', 'works', 'works slowly'), {jobs: 1, patience: 1000});
  expect(runs.map(({status, error}) => error ?? status)).toEqual(['no progress for 1 s', 'ok', 'ok']);
});

test('an interrupt stops runs under way and keeps the finished ones', async () => {
  const interrupt = new AbortController();
  const runs = await perform(await specs('works', 'hangs', 'works'), {
    jobs: 1,
    stop: interrupt.signal,
    onStep: () => interrupt.abort(),
  });
  expect(runs.map(({id}) => id)).toEqual(['0']);
});

test('a journal that cannot be written ends everything', async () => {
  const full = new Error('no space left on device');
  const failing = perform(await specs('works', 'hangs'), {
    onRun: () => {
      throw full;
    },
  });
  await expect(failing).rejects.toBe(full);
});
