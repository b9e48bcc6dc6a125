import type {RunEvents} from './executor.js';
import {failedRun, type RunSpec} from './run-spec.js';
import {WorkerProcess} from './worker-process.js';

export interface PoolOptions extends RunEvents {
  /** Processes at the same time, from 1. */
  readonly jobs: number;
  /** The worker's file. */
  readonly script: URL;
  /** Milliseconds without progress after which a run is ended as failed. */
  readonly patience: number;
}

/**
 * Does runs in worker processes. One that fails is handed on as a failed run, and its process is replaced, since
 * nobody knows what it left behind; the others go on.
 */
export async function performInPool(specs: readonly RunSpec[], options: PoolOptions): Promise<void> {
  const waiting = [...specs];
  const count = Math.min(options.jobs, specs.length);
  const stopped = new AbortController();
  const signal = AbortSignal.any([options.stop, stopped.signal]);
  const serve = async (number: number): Promise<void> => {
    let worker: WorkerProcess | undefined;
    const stop = (): void => worker?.stop();
    signal.addEventListener('abort', stop);
    try {
      while (!signal.aborted && !options.finish.aborted) {
        const spec = waiting.shift();
        if (spec === undefined) break;
        worker ??= new WorkerProcess(options.script);
        const started = performance.now();
        const outcome = await worker.perform(spec, options.patience, (done, total) =>
          options.onStep(number, spec, done, total),
        );
        if (signal.aborted) break;
        if (outcome.type === 'finished') {
          options.onRun(number, outcome.run);
        } else {
          worker.stop();
          worker = undefined;
          const seconds = Math.round(performance.now() - started) / 1000;
          options.onRun(number, failedRun(spec, outcome.error, seconds));
        }
      }
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  };
  const served = Array.from({length: count}, (_, number) =>
    serve(number).catch((error: unknown) => {
      stopped.abort();
      throw error;
    }),
  );
  await Promise.all(served);
}
