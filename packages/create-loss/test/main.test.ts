// The program as it is shipped: runs on dist/ and on versions as a release has them.
import {type ChildProcess, spawn} from 'node:child_process';
import {cpSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {checkBuilt} from '../../../tools/testing/walk-environment.js';
import {filesIn, tempFolder} from './capture.js';

let cwd: string;
let shipped: string;

beforeEach(() => {
  const source = checkBuilt('packages/create-loss');
  cwd = realpathSync(tempFolder());
  shipped = realpathSync(tempFolder());
  for (const part of ['dist', 'template']) cpSync(join(source, part), join(shipped, part), {recursive: true});
  symlinkSync(join(source, 'node_modules'), join(shipped, 'node_modules'), 'junction');
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  for (const name of Object.keys(manifest.devDependencies)) manifest.devDependencies[name] = '1.2.3';
  writeFileSync(join(shipped, 'package.json'), JSON.stringify(manifest));
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the program.
 *
 * @param npm code that stands in for npm
 * @param watch called with what was written so far, once before anything was
 */
function start(npm: string, watch: (child: ChildProcess, stdout: string) => void = () => {}): Promise<Ended> {
  const npmFile = join(shipped, 'npm.js');
  writeFileSync(npmFile, npm);
  return new Promise((resolve) => {
    const env = {...process.env, npm_execpath: npmFile, npm_config_user_agent: 'npm/11'};
    const args = [join(shipped, 'dist', 'main.js'), 'my-loss', '--author', 'Jane'];
    const child = spawn(process.execPath, args, {cwd, env, stdio: ['ignore', 'pipe', 'pipe']});
    let [stdout, stderr] = ['', ''];
    watch(child, stdout);
    child.stdout.on('data', (data) => {
      stdout += data;
      watch(child, stdout);
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.on('close', (code) => resolve({code, stdout, stderr}));
  });
}

const HANGS = 'setInterval(() => {}, 1000);';

test('installs in the new folder, from the cache where it can, and with the versions of its release', async () => {
  const {code, stdout, stderr} = await start(
    '(await import("node:fs")).writeFileSync("installed", process.argv.slice(2).join(" "))',
  );
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(readFileSync(join(cwd, 'my-loss', 'installed'), 'utf8')).toMatch(/^install .*--prefer-offline/);
  expect(stdout).toContain('Next:\n  cd my-loss\n  npm test\n');
  const {devDependencies} = JSON.parse(readFileSync(join(cwd, 'my-loss', 'package.json'), 'utf8'));
  expect(devDependencies.vitest).toBe('1.2.3');
});

test('where npm fails, says why and how to go on, and keeps the package', async () => {
  const {code, stdout, stderr} = await start(`
    console.error('npm warn old lockfile');
    console.error('npm error code ENOTCACHED');
    console.error('npm error request to https://registry.example/@isomargin%2fcore failed: not in the cache');
    console.error('npm error A complete log of this run can be found in: /home/x/.npm/_logs/1-debug-0.log');
    process.exit(1);`);
  expect(code).toBe(1);
  expect(stdout).not.toContain('Next');
  expect(stderr).toBe(
    '  code ENOTCACHED\n' +
      '  request to https://registry.example/@isomargin/core failed: not in the cache\n' +
      'The files are complete, but npm could not install what they need. To try again, online if it was not:\n' +
      '  cd my-loss\n  npm install\n',
  );
  expect(filesIn(join(cwd, 'my-loss')).length).toBe(13);
});

test('Ctrl-C during the installation keeps the complete package and says how to go on', async () => {
  const {code, stderr} = await start(HANGS, (child, stdout) => {
    if (stdout.includes('Installing')) child.kill('SIGINT');
  });
  expect(stderr).toContain('Interrupted: the files are complete');
  expect(stderr).toContain('  cd my-loss\n  npm install\n');
  expect(code).toBe(130);
  expect(filesIn(join(cwd, 'my-loss')).length).toBe(13);
});

test('Ctrl-C at any time leaves the package complete or not at all', async () => {
  const outcomes = new Set<string>();
  for (let delay = 0; delay <= 400; delay += 25) {
    const {stdout} = await start(HANGS, (child, before) => {
      if (before === '') setTimeout(() => child.kill('SIGINT'), delay);
    });
    const found = readdirSync(cwd);
    expect(found, `after ${delay} ms: ${stdout}`).toEqual(found.length === 0 ? [] : ['my-loss']);
    if (found.length > 0) expect(filesIn(join(cwd, 'my-loss')).length).toBe(13);
    outcomes.add(found.join());
    cwd = realpathSync(tempFolder());
    if (outcomes.has('my-loss') && outcomes.has('')) break;
  }
  expect(outcomes).toContain('');
});
