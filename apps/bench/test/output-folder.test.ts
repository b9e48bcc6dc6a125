import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {OutputFolder} from '../src/output/output-folder.js';
import type {Run} from '../src/results/types.js';
import {tempFolder} from './temp-folder.js';

/** How much the disk still takes; undefined for enough. */
const full = vi.hoisted(() => ({bytes: undefined as number | undefined}));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  type Write = (path: string, text: string, options?: object) => void;
  const on = (write: Write) => (path: string, text: string, options?: object) => {
    if (full.bytes === undefined || text.length <= full.bytes) return write(path, text, options);
    write(path, text.slice(0, full.bytes), options);
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), {code: 'ENOSPC'});
  };
  return {...fs, appendFileSync: on(fs.appendFileSync), writeFileSync: on(fs.writeFileSync)};
});

const run = (id: string): Run => ({
  id,
  key: `key of ${id}`,
  dataset: 'größe',
  loss: 'softmax',
  options: {},
  sampler: null,
  seed: 1,
  status: 'ok',
  metrics: {accuracy: 0.5},
  perClass: [],
  confusion: [],
  curves: {epoch: [], trainLoss: []},
  seconds: 1,
});

test('files are written as a whole, and runs as lines that the next one finds', () => {
  const path = join(tempFolder(), 'a', 'b');
  const folder = OutputFolder.open(path, false);
  folder.journal(run('1'));
  folder.journal(run('2'));
  folder.write('results.md', 'text');
  folder.close();
  expect(readdirSync(path).sort()).toEqual(['journal.jsonl', 'results.md']);
  const next = OutputFolder.open(path, false);
  expect(next.earlierRuns).toEqual([run('1'), run('2')]);
});

test('a journal that ends anywhere in a line keeps the lines before it, and is gone on with', () => {
  const lines = ['1', '2'].map((id) => `${JSON.stringify(run(id))}\n`);
  const bytes = Buffer.from(lines.join(''));
  const first = Buffer.byteLength(lines[0]!);
  const path = tempFolder();
  const file = join(path, 'journal.jsonl');
  for (let end = first; end < bytes.length; end++) {
    writeFileSync(file, bytes.subarray(0, end));
    const folder = OutputFolder.open(path, false);
    expect(folder.earlierRuns, `${end} bytes`).toEqual([run('1')]);
    folder.journal(run('3'));
    folder.close();
    const next = OutputFolder.open(path, false);
    expect(next.earlierRuns, `${end} bytes`).toEqual([run('1'), run('3')]);
    next.close();
  }
});

test.each([
  ['not JSON', '{"key": \n'],
  ['a run of before there were keys', '{"id":"1","status":"ok"}\n'],
  ['no object', 'null\n'],
])('a whole line that is no run is named: %s', (_, line) => {
  const path = tempFolder();
  writeFileSync(join(path, 'journal.jsonl'), `${JSON.stringify(run('1'))}\n${line}`);
  expect(() => OutputFolder.open(path, false)).toThrow(
    'journal.jsonl cannot be read: line 2 is no run of this version of the benchmark. Choose another --out, or --force',
  );
  expect(readdirSync(path)).toEqual(['journal.jsonl']);
});

test('where a file cannot be written, nothing half-written stays', () => {
  const path = tempFolder();
  const folder = OutputFolder.open(path, false);
  mkdirSync(join(path, 'results.md', 'in the way'), {recursive: true});
  expect(() => folder.write('results.md', 'text')).toThrow(`${join(path, 'results.md')} cannot be written`);
  folder.close();
  expect(readdirSync(path)).toEqual(['results.md']);
});

test('a folder with other files is refused; with force its journal begins anew, and what is not ours stays', () => {
  const path = tempFolder();
  writeFileSync(join(path, 'mine'), 'mine');
  expect(() => OutputFolder.open(path, false)).toThrow('exists and is not empty');
  writeFileSync(join(path, 'journal.jsonl'), 'old\n');
  const folder = OutputFolder.open(path, true);
  expect(folder.earlierRuns).toEqual([]);
  folder.close();
  expect(readdirSync(path)).toEqual(['mine']);
});

test('a new folder that was not used goes away', () => {
  const path = join(tempFolder(), 'new');
  OutputFolder.open(path, false).close();
  expect(existsSync(path)).toBe(false);
});

test('two benchmarks do not write to one folder', async () => {
  const path = tempFolder();
  const lock = join(path, '.lock');
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  writeFileSync(lock, JSON.stringify({pid: other.pid, host: hostname()}));
  for (const force of [false, true]) {
    expect(() => OutputFolder.open(path, force)).toThrow(
      `Another benchmark writes to this folder: process ${other.pid} on ${hostname()}.`,
    );
  }
  // As SIGKILL leaves it.
  other.kill('SIGKILL');
  await once(other, 'exit');
  const folder = OutputFolder.open(path, false);
  expect(() => OutputFolder.open(path, false)).toThrow(`process ${process.pid}`);
  expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({pid: process.pid});
  folder.close();
  expect(existsSync(lock)).toBe(false);
  writeFileSync(lock, '{"pid": 1');
  OutputFolder.open(path, false).close();
  writeFileSync(lock, JSON.stringify({pid: 1, host: 'elsewhere'}));
  expect(() => OutputFolder.open(path, false)).toThrow('process 1 on elsewhere');
});

test('a lock that is there before its text is belongs to somebody', async () => {
  const path = tempFolder();
  const holder = "JSON.stringify({pid: process.pid, host: require('node:os').hostname()})";
  const code = `fs.writeFileSync('.lock', ''); console.log(); setTimeout(() => fs.writeFileSync('.lock', ${holder}), 100); setTimeout(() => {}, 60000)`;
  const other = spawn(process.execPath, ['-e', code], {cwd: path, stdio: ['ignore', 'pipe', 'ignore']});
  onTestFinished(() => void other.kill('SIGKILL'));
  await once(other.stdout, 'data');
  expect(() => OutputFolder.open(path, false)).toThrow(`process ${other.pid} on ${hostname()}`);
});

test('a line that does not fit on a full disk is taken back as a whole, and what comes later is found', () => {
  const path = tempFolder();
  const folder = OutputFolder.open(path, false);
  folder.journal(run('1'));
  const before = readFileSync(join(path, 'journal.jsonl'));
  full.bytes = 10;
  expect(() => folder.journal(run('2'))).toThrow(
    `${join(path, 'journal.jsonl')} cannot be written: ENOSPC: no space left on device, write. The disk is full: make room, and the same command goes on.`,
  );
  expect(readFileSync(join(path, 'journal.jsonl'))).toEqual(before);
  expect(() => folder.write('results.json', 'long enough')).toThrow('results.json cannot be written: ENOSPC');
  expect(readdirSync(path).sort()).toEqual(['.lock', 'journal.jsonl']);
  full.bytes = undefined;
  folder.journal(run('3'));
  folder.close();
  expect(OutputFolder.open(path, false).earlierRuns).toEqual([run('1'), run('3')]);
});
