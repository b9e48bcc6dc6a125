// The walk of CONTRIBUTING.md, command by command, as somebody takes it who has nothing of this repository but what is on
// npm; only the benchmark is run from here. The tests build on one another, and on dist/, which `npm test` has built before.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {stripVTControlCharacters} from 'node:util';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {checkBuilt, root, startWalk, type Walk} from '../../../tools/testing/walk-environment.js';
import {filesIn} from './capture.js';
import {commandsOfGuide} from './guide.js';

const LONG = 400_000;

const [create, enter, runTests, runBench, setRepository, publish, ...others] = commandsOfGuide();
let walk: Walk;
/** The new package. */
let folder: string;

beforeAll(async () => {
  checkBuilt('apps/bench');
  walk = await startWalk(['core', 'testkit', 'create-loss']);
  folder = resolve(walk.folder, enter?.replace('cd ', '') ?? '');
}, LONG);
afterAll(() => walk?.close());

test('the guide has the commands of this walk', () => {
  expect([create, enter, runTests]).toEqual(['npm create @isomargin/loss my-loss', 'cd my-loss', 'npm test']);
  expect(runBench).toMatch(/^npm run bench -- run .*,\.\.\/my-loss\/dist\/index\.js /);
  expect(setRepository).toMatch(/^npm pkg set repository\.url=/);
  expect([publish, ...others]).toEqual(['npm publish']);
});

test(
  'makes a package and installs what it needs',
  async () => {
    const output = await walk.run(create!, walk.folder);
    expect(output).toContain('Next:\n  cd my-loss\n  npm test\n');
    expect(existsSync(join(folder, 'package-lock.json'))).toBe(true);
  },
  LONG,
);

test(
  'builds it, and it passes its tests',
  async () => {
    const output = stripVTControlCharacters(await walk.run(runTests!, folder));
    expect(output).toMatch(/Test Files +2 passed \(2\)/);
    // The checks of the contract, on two backends.
    const [, passed] = /Tests +(\d+) passed/.exec(output)!;
    expect(Number(passed)).toBeGreaterThan(60);
  },
  LONG,
);

test(
  'a formula that differs from the oracle fails',
  async () => {
    const file = join(folder, 'src', 'my-loss-head.ts');
    const code = readFileSync(file, 'utf8');
    const wrong = code.replace('mul(own, this.options.margin)', 'mul(own, this.options.margin / 2)');
    expect(wrong).not.toBe(code);
    writeFileSync(file, wrong);
    const tests = walk.run('npx vitest run -t "value:"', folder);
    await expect(tests).rejects.toThrow(/losses are those of the oracle[\s\S]*plain, default options: /);
    writeFileSync(file, code);
  },
  LONG,
);

test(
  'runs in the benchmark',
  async () => {
    const out = join(walk.folder, 'results');
    const args = runBench!.replace('npm run bench --', '').replace('../my-loss', folder);
    await walk.run(`node apps/bench/dist/main.js ${args} --out ${out}`, root);
    const {runs} = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    // Softmax, the new loss, and the backbone that nobody trained.
    expect(runs).toHaveLength(3);
    for (const {status, error} of runs) expect(status, error).toBe('ok');
  },
  LONG,
);

test(
  'publishes what users need and no more',
  async () => {
    await walk.run(setRepository!, folder);
    const {repository} = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    expect(repository.url).toBe(setRepository!.split('=')[1]);
    await walk.run('npm pack --pack-destination ..', folder);
    const unpacked = await walk.run('tar -tzf my-loss-0.1.0.tgz', walk.folder);
    const built = ['index', 'my-loss-head'].flatMap((name) =>
      ['.d.ts', '.d.ts.map', '.js', '.js.map'].map((end) => `dist/${name}${end}`),
    );
    const sources = ['src/index.ts', 'src/my-loss-head.ts'];
    const expected = ['LICENSE', 'README.md', 'package.json', ...built, ...sources];
    expect(unpacked.trim().split('\n').sort()).toEqual(expected.map((path) => `package/${path}`).sort());
    expect(filesIn(join(folder, 'dist')).length).toBe(built.length);
  },
  LONG,
);
