import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {runCli} from '../src/cli.js';
import type {Io} from '../src/io.js';

/** Versions of everything that the template names. */
const versions: Readonly<Record<string, string>> = {
  '@isomargin/core': '^0.1.0',
  '@isomargin/testkit': '^0.1.0',
  '@tensorflow/tfjs-backend-cpu': '4.22.0',
  '@tensorflow/tfjs-backend-wasm': '4.22.0',
  '@tensorflow/tfjs-core': '4.22.0',
  '@tensorflow/tfjs-layers': '4.22.0',
  '@types/node': '20.19.0',
  typescript: '7.0.2',
  vitest: '4.1.12',
};

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process. */
export async function runCaptured(
  args: readonly string[],
  cwd: string,
  io: Partial<Io> = {},
): Promise<Outcome> {
  let [stdout, stderr] = ['', ''];
  const code = await runCli(
    args,
    {
      stdout: {write: (text) => (stdout += text)},
      stderr: {write: (text) => (stderr += text)},
      cwd,
      env: process.env,
      ask: undefined,
      interrupt: new AbortController().signal,
      ...io,
    },
    versions,
  );
  return {code, stdout, stderr};
}

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'create-loss-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

/** Paths of all files in a folder, with slashes, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
