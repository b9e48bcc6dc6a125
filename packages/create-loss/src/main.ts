#!/usr/bin/env node
import {createInterface} from 'node:readline/promises';
import {runCli} from './cli.js';
import {releasedVersions} from './manifest.js';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort());

async function ask(question: string): Promise<string> {
  const terminal = createInterface({input: process.stdin, output: process.stdout});
  terminal.on('SIGINT', () => interrupt.abort());
  // Ctrl-D is no answer either.
  terminal.on('close', () => interrupt.abort());
  try {
    const answer = await terminal.question(question, {signal: interrupt.signal});
    terminal.removeAllListeners('close');
    return answer;
  } finally {
    terminal.close();
  }
}

const {stdout, stderr, stdin, env} = process;
process.exitCode = await runCli(
  process.argv.slice(2),
  {
    stdout,
    stderr,
    cwd: process.cwd(),
    env,
    ask: stdin.isTTY && stdout.isTTY ? ask : undefined,
    interrupt: interrupt.signal,
  },
  releasedVersions(),
);
