#!/usr/bin/env node
import {runCli} from './cli/cli.js';
import {INTERRUPTED} from './cli/io.js';
import {shareModules} from './losses/share-modules.js';

shareModules();

const finish = new AbortController();
const interrupt = new AbortController();
process.on('SIGINT', () => {
  // A third Ctrl-C does not wait for the report.
  if (interrupt.signal.aborted) process.exit(INTERRUPTED);
  if (finish.signal.aborted) interrupt.abort();
  finish.abort();
});
process.on('SIGTERM', () => {
  finish.abort();
  interrupt.abort();
});

const {stdout, stderr} = process;
process.exitCode = await runCli(process.argv.slice(2), {
  stdout,
  stderr,
  cwd: process.cwd(),
  finish: finish.signal,
  interrupt: interrupt.signal,
});
