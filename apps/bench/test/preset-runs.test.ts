// Every preset of every suite that reads data is planned on a little of it, and one run of each is done.
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, expect, test} from 'vitest';
import {startBackend} from '../src/backend.js';
import {performRun} from '../src/runs/perform-run.js';
import {makePlan} from '../src/runs/plan.js';
import {chosenSuite} from '../src/suites/index.js';
import {writeCifarFiles} from './cifar-files.js';
import {writeIdxFiles} from './idx-files.js';
import {planRequest} from './plan-request.js';
import {tempFolder} from './temp-folder.js';

beforeAll(() => startBackend('wasm', import.meta.dirname));

const digits = (folder: string): void => writeIdxFiles(folder, [200, 4]);
const cifar = (folder: string): void =>
  writeCifarFiles(folder, new Array<number>(10).fill(200), new Array<number>(10).fill(2));

function table(folder: string): void {
  const rows = Array.from({length: 60}, (_, at) => `${at},${(at * 37) % 60},${at % 3 === 0 ? 'a' : 'b'}`);
  writeFileSync(join(folder, 'table.csv'), `x,y,class\n${rows.join('\n')}\n`);
}

function images(folder: string): void {
  for (const [at, name] of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].entries()) {
    mkdirSync(join(folder, name));
    for (let image = 0; image < 4; image++) {
      const pixels = Buffer.alloc(16 * 16, 20 * at + image);
      writeFileSync(
        join(folder, name, `${image}.pgm`),
        Buffer.concat([Buffer.from('P5\n16 16\n255\n'), pixels]),
      );
    }
  }
}

const suites: [suite: string, data: string, write: (folder: string) => void][] = [
  ['mnist-imbalance', 'digits', digits],
  ['mnist-noise', 'digits', digits],
  ['long-tail', 'digits', digits],
  ['long-tail', 'CIFAR-10', cifar],
  ['tabular', 'a table', table],
  ['verification', 'images', images],
];

test.each(suites)('%s on %s', async (name, _, write) => {
  const data = tempFolder();
  write(data);
  const suite = await chosenSuite(name, data, data);
  const runs: number[] = [];
  for (const preset of ['quick', 'standard', 'paper']) {
    const {specs} = await makePlan(planRequest({suite, preset, data}));
    runs.push(specs.length);
    const [spec] = specs;
    const run = await performRun({...spec!, epochs: 1});
    expect(run.status, preset).toBe('ok');
    // A group of shots without classes has no metric.
    const metrics = Object.values(run.metrics).filter((value) => value !== undefined);
    expect(metrics.every(Number.isFinite)).toBe(true);
    expect(metrics.length).toBeGreaterThan(4);
  }
  const [quick = 0, standard = 0, paper = 0] = runs;
  expect(quick).toBeLessThan(standard);
  expect(standard).toBeLessThan(paper);
});
