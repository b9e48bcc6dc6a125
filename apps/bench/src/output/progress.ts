import type {Writable} from 'node:stream';
import {contenderName, pairTitle, trialTitle} from '../report/contenders.js';
import {duration, metricTitle} from '../report/format.js';
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

/** Tells how long the rest takes, by the runs that were finished since it was made. */
export class TimeLeft {
  private readonly started = performance.now();
  private finished = 0;

  /** @param rest runs that are to be done */
  constructor(private rest: number) {}

  /** Of a run that is over now. */
  count(): void {
    this.finished++;
    this.rest--;
  }

  /** `about 5 min left`; empty where nothing is left, or nothing can be said yet. */
  text(now: number = performance.now()): string {
    if (this.finished < AT_LEAST || this.rest <= 0) return '';
    return `about ${duration((this.rest * (now - this.started)) / 1000 / this.finished)} left`;
  }
}

/** Runs that have to be over before it is said how long the others take. */
const AT_LEAST = 2;

/** Metrics that there is room for. */
const SHOWN = 2;

/**
 * What is said of a finished run.
 *
 * @param headline metrics, the most telling first
 */
export function runLine(run: Run, headline: readonly string[]): string {
  const which = run.trial === undefined ? pairTitle(run.seed, run.fold) : trialTitle(run.trial);
  const name = `${run.dataset}, ${contenderName(run)}, ${which}`;
  if (run.status === 'failed') return `${name}: failed: ${run.error ?? ''}`;
  const shown = headline
    .filter((metric) => run.metrics[metric] !== undefined)
    .slice(0, SHOWN)
    .map((metric) => `${metricTitle(metric)} ${(100 * run.metrics[metric]!).toFixed(1)} %`);
  return `${name}: ${shown.join(', ')} (${run.seconds.toFixed(0)} s)`;
}
