// Node's import as the program changes it: runs on dist/, which `npm test` has built before.
import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {tempFolder} from './temp-folder.js';

const shareModules = new URL('../dist/losses/share-modules.js', import.meta.url).href;
const core = new URL('../node_modules/@isomargin/core/dist/index.js', import.meta.url).href;

/** A package in `folder`'s node_modules. */
function install(folder: string, name: string, code: string): void {
  const place = join(folder, 'node_modules', name);
  mkdirSync(place, {recursive: true});
  writeFileSync(
    join(place, 'package.json'),
    JSON.stringify({name, version: '1.0.0', type: 'module', main: './index.js'}),
  );
  writeFileSync(join(place, 'index.js'), code);
}

test("a loss with a core of its own gets the benchmark's core, and everything else from where it is", () => {
  const folder = tempFolder();
  install(folder, '@isomargin/core', 'export class LossHead {}');
  install(folder, 'helper', 'export const helper = "its own";');
  writeFileSync(
    join(folder, 'loss.mjs'),
    'export {LossHead} from "@isomargin/core"; export {helper} from "helper";',
  );
  const script = `
    const {shareModules} = await import('${shareModules}');
    shareModules();
    const {LossHead, helper} = await import('./loss.mjs');
    const core = await import('${core}');
    console.log(LossHead === core.LossHead, helper);`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(output.trim()).toBe('true its own');
});
