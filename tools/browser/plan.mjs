// Which test files run in the browser, and why the others do not.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {root} from '../setup.mjs';

export const backends = ['cpu', 'wasm', 'wasm-training', 'webgl', 'webgpu'];

/** Folders of packages/ that have nothing to do in a browser, or their own tests for it. */
const leftOut = {
  'create-loss': 'a command for Node',
  datasets: 'its files of the disk; the page reads its own CSV in the browser in `npm run test:page`',
  'model-files': 'reads and writes files of the disk',
  testkit: 'its zoo of broken losses tests the checks, which are the same everywhere',
  'wasm-training': 'its kernels are compared with those of cpu in Node; here the losses train on them',
};

const reasons = {
  'readme.test.ts': 'writes the examples of a README to the disk',
  'entries.test.ts': 'reads the sources of the package',
  'one-copy.test.ts': 'loads a second copy of TensorFlow.js from the disk',
  'real.test.ts': 'needs tables from the disk',
  'scan.test.ts': 'builds its wasm module with a tool of Node',
};

/**
 * @returns {{all: string[], perBackend: string[], skipped: [file: string, reason: string][]}} files of tests that need one backend alone,
 *   of those that are made for each, and of those that are skipped
 */
export function planTests() {
  const plan = {all: [], perBackend: [], skipped: []};
  for (const name of readdirSync(join(root, 'packages')).sort()) {
    if (leftOut[name]) {
      plan.skipped.push([`packages/${name}`, leftOut[name]]);
      continue;
    }
    const folder = `packages/${name}/test`;
    for (const file of readdirSync(join(root, folder)).filter((each) => each.endsWith('.test.ts'))) {
      const path = `${folder}/${file}`;
      if (reasons[file]) plan.skipped.push([file === 'readme.test.ts' ? file : path, reasons[file]]);
      else if (/onEachBackend|lossContract|testPureFunction/.test(readFileSync(join(root, path), 'utf8')))
        plan.perBackend.push(path);
      else plan.all.push(path);
    }
  }
  // Every README is left out for the same reason, which is said once.
  const lines = new Map(plan.skipped);
  return {...plan, skipped: [...lines]};
}
