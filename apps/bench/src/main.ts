#!/usr/bin/env node
import {runCli} from './cli/cli.js';
import {shareModules} from './losses/share-modules.js';

shareModules();

const interrupt = new AbortController();
process.on('SIGINT', () => {
  // A second Ctrl-C does not wait for the report.
  if (interrupt.signal.aborted) process.exit(130);
  interrupt.abort();
});
process.on('SIGTERM', () => interrupt.abort());

const {stdout, stderr} = process;
process.exitCode = await runCli(process.argv.slice(2), {
  stdout,
  stderr,
  cwd: process.cwd(),
  interrupt: interrupt.signal,
});
