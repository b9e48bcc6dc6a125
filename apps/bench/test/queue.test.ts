// The queue at a real Redis, with workers that do nothing. Skipped where redis-server is not installed.
import {setTimeout as sleep} from 'node:timers/promises';
import {Redis} from 'ioredis';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {BenchEntry} from '../src/queue/bench-entry.js';
import {Coordinator} from '../src/queue/coordinator.js';
import {serveQueue} from '../src/queue/queue-worker.js';
import {connectRedis, type RedisPatience} from '../src/queue/redis.js';
import type {RedisAddress} from '../src/queue/redis-address.js';
import type {Run} from '../src/results/types.js';
import type {RunEvents} from '../src/runs/executor.js';
import {type Environment, runKey} from '../src/runs/run-key.js';
import type {RunSpec} from '../src/runs/run-spec.js';
import {digits} from '../src/suites/digits.js';
import {runCaptured} from './capture.js';
import {hasRedis, redisServer} from './redis-server.js';
import {tempFolder} from './temp-folder.js';
import {tinySpec} from './tiny-spec.js';

const script = new URL('./fixtures/fake-worker.mjs', import.meta.url);
const versions = {isomargin: '1', tfjs: '4', node: '20'};
const environment: Environment = {code: 'code a', moduleHash: () => '', versions};
const redisPatience: RedisPatience = {atStart: 2000, inBetween: 20_000};

/** Runs that end as the name of their loss says. */
async function specs(...kinds: string[]): Promise<RunSpec[]> {
  const spec = await tinySpec();
  return kinds.map((name, at) => {
    const one = {
      ...spec,
      id: `${at}`,
      seed: at,
      loss: {...spec.loss, settings: {...spec.loss.settings, name}},
    };
    return {...one, key: runKey(one, environment)};
  });
}

async function entryOf(sample: RunSpec): Promise<BenchEntry> {
  const options = {fractions: [0.05], noise: [], ratios: [], largest: 0, folds: undefined};
  const all = {...options, data: undefined, label: undefined, header: undefined};
  return {
    name: 'f'.repeat(16),
    code: 'code a',
    versions,
    sample,
    datasets: await digits.datasets(all),
    options: all,
    headline: [],
    host: 'here',
    startedAt: new Date().toISOString(),
  };
}

const never = new AbortController().signal;

/** What a worker said, until it is asked to finish. */
function worker(address: RedisAddress, code = 'code a', patience = redisPatience) {
  const [finish, stop] = [new AbortController(), new AbortController()];
  const said: string[] = [];
  const done: string[] = [];
  const serve = async (): Promise<void> => {
    const link = await connectRedis(address, patience, (line) => said.push(line));
    try {
      await serveQueue({
        link,
        jobs: 1,
        data: undefined,
        cwd: import.meta.dirname,
        script,
        environment: {code, moduleHash: () => '', versions},
        say: (line) => said.push(line),
        onRun: ({run}) => done.push(run.id),
        finish: finish.signal,
        stop: stop.signal,
      });
    } finally {
      link.close();
    }
  };
  const ended = serve();
  ended.catch(() => {});
  onTestFinished(() => {
    finish.abort();
    stop.abort();
    return ended.catch(() => {});
  });
  return {ended, said, done, finish, stop};
}

async function coordinator(
  address: RedisAddress,
  entry: BenchEntry,
  patience = redisPatience,
  hung = 60_000,
) {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const opened = await Coordinator.open({address, entry, patience: hung, say, redisPatience: patience});
  onTestFinished(() => opened.close());
  return {coordinator: opened, said};
}

async function execute(
  by: Coordinator,
  list: readonly RunSpec[],
  changes: Partial<RunEvents> = {},
): Promise<Run[]> {
  const runs: Run[] = [];
  await by.execute(list, {
    finish: never,
    stop: never,
    onStep: () => {},
    onRun: (_worker, run) => runs.push(run),
    ...changes,
  });
  return runs.sort((a, b) => Number(a.id) - Number(b.id));
}

async function until(look: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await look())) await sleep(50);
}

describe.skipIf(!hasRedis)('with redis-server', () => {
  test('runs end as they do without a queue, a worker of another version refuses, nothing stays in Redis', async () => {
    const {address} = await redisServer();
    const list = await specs('works', 'throws', 'crashes', 'hangs', 'works');
    // As two names of one loss make them: one training, two runs.
    const twin = {...list[0]!, id: '5'};
    const other = worker(address, 'code b');
    const {coordinator: by} = await coordinator(address, await entryOf(list[0]!), redisPatience, 4000);
    await until(() => other.said.length > 1);
    expect(other.said[1]).toMatch(
      /^Refuses digits of here: it is of another version: isomargin 1 \(code code a\).*this worker: isomargin 1 \(code code b\)/,
    );
    const own = worker(address);
    const runs = await execute(by, [...list, twin]);
    expect(runs.map(({id, status, error}) => [id, error ?? status])).toEqual([
      ['0', 'ok'],
      ['1', 'the loss became NaN'],
      ['2', 'the worker process was ended by SIGKILL: out of memory'],
      ['3', 'no progress for 4 s'],
      ['4', 'ok'],
      ['5', 'ok'],
    ]);
    expect(own.done.sort()).toEqual(['0', '1', '2', '3', '4']);
    expect(other.done).toEqual([]);
    expect(by.machines()).toMatchObject({jobs: 1, host: {cores: expect.any(Number)}});
    await by.close();
    await until(() => own.said.some((line) => line.includes('is over')));
    const redis = new Redis({port: address.port, password: address.password, db: address.db});
    onTestFinished(() => redis.disconnect());
    await until(async () => (await redis.keys('*')).length === 0);
  });

  test('Redis that comes back without anything: every run is done and handed on once', async () => {
    const server = await redisServer();
    const list = await specs(...new Array<string>(6).fill('works slowly'));
    const {coordinator: by, said} = await coordinator(server.address, await entryOf(list[0]!));
    const hand = worker(server.address);
    const ids: string[] = [];
    const all = execute(by, list, {onRun: (_worker, {id}) => ids.push(id)});
    await until(() => ids.length >= 2);
    await server.kill();
    await sleep(500);
    await server.start();
    await all;
    expect(ids.sort()).toEqual(['0', '1', '2', '3', '4', '5']);
    for (const lines of [said, hand.said]) {
      expect(lines.filter((line) => line.includes('does not answer any more'))).toHaveLength(1);
      expect(lines.filter((line) => line.includes('is back'))).toHaveLength(1);
    }
  });

  test('Redis that stays away ends all with what there is', async () => {
    const server = await redisServer();
    const list = await specs('works', 'works slowly', 'works slowly', 'works slowly');
    const patience = {...redisPatience, inBetween: 1500};
    const {coordinator: by} = await coordinator(server.address, await entryOf(list[0]!), patience);
    const hand = worker(server.address, 'code a', patience);
    const ids: string[] = [];
    const all = execute(by, list, {onRun: (_worker, {id}) => ids.push(id)});
    await until(() => ids.length >= 1);
    await server.kill();
    await all;
    await by.close();
    expect(by.lost).toMatch(/^Redis at redis:\/\/127\.0\.0\.1:\d+\/1 was away for 2 s\.$/);
    expect(ids.length).toBeLessThan(4);
    await expect(hand.ended).rejects.toThrow('was away for 2 s');
  });

  test('a comparison that lost its coordinator goes on with what was done; two at a time are refused', async () => {
    const {address} = await redisServer();
    const list = await specs('works', 'works', 'works slowly');
    const entry = await entryOf(list[0]!);
    const {coordinator: first} = await coordinator(address, entry);
    await expect(Coordinator.open({address, entry, patience: 1, say: () => {}})).rejects.toThrow(
      /process \d+ on .* does the same comparison at this Redis/,
    );
    // As SIGKILL leaves it: it puts the runs in, and sees none of the results.
    const stop = new AbortController();
    const put = first.execute(list, {finish: never, stop: stop.signal, onStep: () => {}, onRun: () => {}});
    const redis = new Redis({port: address.port, password: address.password, db: address.db});
    onTestFinished(() => redis.disconnect());
    await until(async () => (await redis.llen(`isomargin:${entry.name}:wait`)) === 3);
    stop.abort();
    await put;
    const hand = worker(address);
    await until(() => hand.done.length === 2);
    await redis.del(`isomargin:${entry.name}:coordinator`);
    const {coordinator: second} = await coordinator(address, {...entry, startedAt: new Date().toISOString()});
    const runs = await execute(second, list);
    expect(runs.map(({id}) => id)).toEqual(['0', '1', '2']);
    expect(hand.done).toEqual(['0', '1', '2']);
  });

  test('asked to finish, runs under way come to their end; asked to stop, a worker gives its run back', async () => {
    const {address} = await redisServer();
    const list = await specs('works slowly', 'works slowly', 'works slowly');
    const {coordinator: by} = await coordinator(address, await entryOf(list[0]!));
    const first = worker(address);
    const finish = new AbortController();
    const steps: string[] = [];
    const all = execute(by, list, {finish: finish.signal, onStep: (_worker, {id}) => steps.push(id)});
    await until(() => steps.length > 0);
    first.finish.abort();
    first.stop.abort();
    await first.ended;
    expect(first.done).toEqual([]);
    const second = worker(address);
    await until(() => second.said.some((line) => line.startsWith('Serves')));
    steps.length = 0;
    await until(() => steps.length > 0);
    finish.abort();
    const runs = await all;
    expect(runs.map(({id, status}) => [id, status])).toEqual([[steps.at(-1), 'ok']]);
  });

  test('what is wrong with Redis is said, and no password is', async () => {
    const {address, url} = await redisServer();
    const wrong = `redis://:not-${address.password}@127.0.0.1:${address.port}`;
    const database = url.replace(/1$/, '99');
    for (const [queue, message] of [
      [wrong, 'does not accept this user and password.'],
      [`redis://127.0.0.1:${address.port}`, 'asks for a password'],
      [database, 'has no database 99.'],
    ] as const) {
      const {code, stderr} = await runCaptured(['run', '--queue', queue, '--seeds', '1'], tempFolder());
      expect(code, stderr).toBe(2);
      expect(stderr).toContain(message);
      expect(stderr).not.toContain('secret');
    }
  });

  test('a Redis that is not there is waited for, and not for ever', async () => {
    const {address, kill} = await redisServer();
    await kill();
    const patience = {atStart: 300, inBetween: 1};
    await expect(connectRedis(address, patience, () => {})).rejects.toThrow(
      /^--queue: no Redis answers at redis:\/\/127\.0\.0\.1:\d+\/1 within 0 s \(connect ECONNREFUSED/,
    );
  });
});
