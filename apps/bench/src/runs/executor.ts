import type {Run} from '../results/types.js';
import type {RunSpec} from './run-spec.js';

/** What ends runs, and what is told of them. */
export interface RunEvents {
  /** Begins no further run. */
  readonly finish: AbortSignal;
  /** Drops the runs under way. */
  readonly stop: AbortSignal;
  /** @param worker number of the process, from 0 */
  readonly onStep: (worker: number, spec: RunSpec, done: number, total: number) => void;
  /** A run is over, well or not. What it throws ends all runs. */
  readonly onRun: (worker: number, run: Run) => void;
}

/** Does runs, wherever that may be; resolves when all are over or no more are to be done. */
export type Executor = (specs: readonly RunSpec[], events: RunEvents) => Promise<void>;
