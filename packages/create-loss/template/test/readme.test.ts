import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {commonOptions, optionsTable} from '@isomargin/core';
import {expect, test} from 'vitest';
import {options} from '../src/my-loss-head.js';

const readme = readFileSync('README.md', 'utf8');

test('the example of the README runs', () => {
  const [, code] = /```js\n(.*?)```/s.exec(readme)!;
  execFileSync(process.execPath, ['--input-type=module', '--eval', code!], {stdio: 'pipe'});
});

test('the table of the README shows the options as they are declared', () => {
  const [table] = /^\| option .*?(?=\n\n)/ms.exec(readme)!;
  expect(table).toBe(optionsTable({...options, ...commonOptions}));
});
