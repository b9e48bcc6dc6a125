import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {OutputFolder} from '../src/output/output-folder.js';
import {tempFolder} from './temp-folder.js';

test('files are written as a whole, and runs as lines', () => {
  const path = join(tempFolder(), 'a', 'b');
  const folder = OutputFolder.open(path, false);
  folder.journal({run: 1});
  folder.journal({run: 2});
  folder.write('results.md', 'text');
  expect(readdirSync(path).sort()).toEqual(['journal.jsonl', 'results.md']);
  expect(readFileSync(join(path, 'journal.jsonl'), 'utf8')).toBe('{"run":1}\n{"run":2}\n');
});

test('where a file cannot be written, nothing half-written stays', () => {
  const path = tempFolder();
  const folder = OutputFolder.open(path, false);
  mkdirSync(join(path, 'results.md', 'in the way'), {recursive: true});
  expect(() => folder.write('results.md', 'text')).toThrow(`${join(path, 'results.md')} cannot be written`);
  expect(readdirSync(path)).toEqual(['results.md']);
});

test('with force, a folder that is in use begins a new journal and keeps what is not its own', () => {
  const path = tempFolder();
  writeFileSync(join(path, 'journal.jsonl'), 'old\n');
  writeFileSync(join(path, 'mine'), 'mine');
  expect(() => OutputFolder.open(path, false)).toThrow('exists and is not empty');
  const folder = OutputFolder.open(path, true);
  folder.removeIfUnused();
  expect(readdirSync(path)).toEqual(['mine']);
});

test('a new folder that was not used goes away', () => {
  const path = join(tempFolder(), 'new');
  OutputFolder.open(path, false).removeIfUnused();
  expect(existsSync(path)).toBe(false);
});
