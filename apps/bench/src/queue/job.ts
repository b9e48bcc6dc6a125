import type {Run, Settings} from '../results/types.js';
import type {RunSpec} from '../runs/run-spec.js';

/** A run at the queue; its id is the run's key. */
export interface RunJob {
  readonly spec: RunSpec;
  /** Milliseconds without progress after which it counts as hung. */
  readonly patience: number;
}

/** A run that is over, well or not. */
export interface RunResult {
  readonly run: Run;
  /** Of the machine that did it. */
  readonly host: Settings['host'];
}

/** How far a run is. */
export interface RunProgress {
  readonly done: number;
  readonly total: number;
}

/** Of all keys in Redis. */
export const PREFIX = 'isomargin';

/** How often a job may lose its worker before its run counts as failed. */
export const MOST_LOSSES = 3;
/** How many workers may refuse a job for reasons of their own before its run counts as failed. */
export const ATTEMPTS = 3;
