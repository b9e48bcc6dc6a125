// A worker process: does one run at a time, as its parent asks. Started by runs/worker-process.ts.
import {startBackend} from './backend.js';
import {messageOf} from './errors.js';
import {shareModules} from './losses/share-modules.js';
import type {WorkerMessage} from './runs/messages.js';
import {performRun} from './runs/perform-run.js';
import type {RunSpec} from './runs/run-spec.js';

shareModules();

/** Least time between two progress messages, in ms. */
const REPORT_EVERY = 200;

// Ctrl-C reaches every process of the terminal; the parent decides what becomes of this one.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(1));
process.on('message', (spec) => void perform(spec as RunSpec));

let started: Promise<void> | undefined;

async function perform(spec: RunSpec): Promise<void> {
  try {
    started ??= startBackend(spec.backend, spec.cwd);
    await started;
    const run = await performRun(spec, stepReporter());
    send({type: 'finished', run});
  } catch (error) {
    send({type: 'failed', error: messageOf(error)});
  }
}

function stepReporter(): (done: number, total: number) => void {
  let last = 0;
  return (done, total) => {
    const now = performance.now();
    if (now - last < REPORT_EVERY && done < total) return;
    last = now;
    send({type: 'step', done, total});
  };
}

function send(message: WorkerMessage): void {
  process.send?.(message);
}
