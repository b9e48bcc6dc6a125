import {existsSync, mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {writeFolder} from '../src/new-folder.js';
import {filesIn, tempFolder} from './capture.js';

/** A file cannot be a folder, too: the third cannot be written. */
const impossible = new Map([
  ['first', '1'],
  ['a', '2'],
  ['a/b', '3'],
]);

test('what cannot be written to its end is not there at all', () => {
  const cwd = tempFolder();
  expect(() => writeFolder(join(cwd, 'deep', 'new'), impossible)).toThrow(
    `Cannot make the folder ${join(cwd, 'deep', 'new')}: E`,
  );
  expect(readdirSync(cwd)).toEqual([]);
});

test('an empty folder stays empty then', () => {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'mine'));
  expect(() => writeFolder(join(cwd, 'mine'), impossible)).toThrow('Cannot make the folder');
  expect(readdirSync(cwd)).toEqual(['mine']);
  expect(readdirSync(join(cwd, 'mine'))).toEqual([]);
});

test('folders above it that were there already stay in any case', () => {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'deep'));
  expect(() => writeFolder(join(cwd, 'deep', 'new'), impossible)).toThrow();
  expect(existsSync(join(cwd, 'deep'))).toBe(true);
  writeFolder(join(cwd, 'deep', 'new'), new Map([['a/b', '3']]));
  expect(filesIn(cwd)).toEqual(['deep/new/a/b']);
});
