import type {Writable} from 'node:stream';
import {contenderName, pairTitle} from '../report/contenders.js';
import type {Run} from '../results/types.js';

/** What a comparison shows while it runs. */
export interface Progress {
  /** @param over how many runs were finished before */
  start(over: number): void;
  /** @param worker number of the process, from 0 */
  step(worker: number, label: string, done: number, total: number): void;
  finished(worker: number, run: Run): void;
  /** Nothing follows. */
  stop(): void;
}

/** A stream that may be a terminal. */
export type ProgressStream = Writable & {readonly isTTY?: boolean};

/** What is said of a finished run. */
export function runLine(run: Run): string {
  const name = `${run.dataset}, ${contenderName(run)}, ${pairTitle(run.seed, run.fold)}`;
  if (run.status === 'failed') return `${name}: failed: ${run.error ?? ''}`;
  const shown = (['accuracy', 'rareRecall'] as const).flatMap((metric) => {
    const value = run.metrics[metric];
    return value === undefined ? [] : [`${metric} ${(100 * value).toFixed(1)} %`];
  });
  return `${name}: ${shown.join(', ')} (${run.seconds.toFixed(0)} s)`;
}
