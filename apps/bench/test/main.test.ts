// The program as it is shipped, with real workers: runs on dist/, which `npm test` has built before.
import {spawn} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {Results} from '../src/results/types.js';
import {tempFolder} from './temp-folder.js';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param watch called with everything that was written to stderr so far */
function start(args: string[], cwd: string, watch: (stderr: string, interrupt: () => void) => void) {
  return new Promise<Ended>((resolve) => {
    const child = spawn(process.execPath, [main, ...args], {cwd, stdio: ['ignore', 'pipe', 'pipe']});
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      watch(stderr, () => child.kill('SIGINT'));
    });
    child.on('close', (code) => resolve({code, stdout, stderr}));
  });
}

test.skipIf(!existsSync(main))(
  'Ctrl-C keeps the finished runs, writes their report, and they are not done again',
  async () => {
    const cwd = tempFolder();
    const args = [
      '--no-untrained',
      '--losses',
      'softmax',
      '--seeds',
      '50',
      '--epochs',
      '1',
      '--jobs',
      '1',
      '--out',
      'out',
    ];
    let interrupted = false;
    const {code, stdout, stderr} = await start(args, cwd, (text, interrupt) => {
      if (interrupted || !text.includes('[1/50]')) return;
      interrupted = true;
      interrupt();
      // Once more, so as not to wait for the run under way.
      setTimeout(interrupt, 100);
    });
    expect(code, stderr).toBe(130);
    expect(stderr).toContain('Finishing the runs under way; Ctrl-C once more stops them.\n');
    expect(stderr).toMatch(/Interrupted: \d+ of 50 runs were finished\. The same command goes on\.\n$/);
    // tfjs advertises itself on the console otherwise.
    expect(stderr).not.toContain('tfjs-node');
    const files = [
      'journal.jsonl',
      'references.bib',
      'report.html',
      'results.csv',
      'results.json',
      'results.md',
    ];
    expect(readdirSync(join(cwd, 'out')).sort()).toEqual(files);
    for (const file of files.slice(1)) expect(stdout).toContain(join(cwd, 'out', file));
    const results = JSON.parse(readFileSync(join(cwd, 'out', 'results.json'), 'utf8')) as Results;
    expect(results.settings.interrupted).toBe(true);
    expect(results.runs.length).toBeGreaterThanOrEqual(1);
    expect(results.runs.length).toBeLessThan(50);
    expect(results.runs.every(({status}) => status === 'ok')).toBe(true);

    const finished = String(results.runs.length);
    const fewer = args.map((word) => (word === '50' ? finished : word));
    const again = await start(fewer, cwd, () => {});
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain(`${finished} of them are done already`);
    const same = JSON.parse(readFileSync(join(cwd, 'out', 'results.json'), 'utf8')) as Results;
    expect(same.runs).toEqual(results.runs);
    expect(same.settings.interrupted).toBeUndefined();
  },
  180_000,
);
