import type {Settings} from '../results/types.js';
import type {Executor} from './executor.js';
import {performInPool} from './run-pool.js';

/** Who does the runs of a comparison. */
export interface Crew {
  /** Such as `2 at a time`. */
  readonly title: string;
  readonly execute: Executor;
  /** What the results are to say of the machines; undefined where it is this one, as planned. */
  machines(): Pick<Settings, 'jobs' | 'host'> | undefined;
  /** Why it ended before all runs were over, if nobody asked it to. */
  lost(): string | undefined;
  close(): Promise<void>;
}

export interface LocalCrewOptions {
  /** Processes at the same time, from 1. */
  readonly jobs: number;
  /** The worker's file. */
  readonly script: URL;
  /** Milliseconds without progress after which a run counts as hung. */
  readonly patience: number;
}

/** Processes of this machine. */
export function localCrew(options: LocalCrewOptions): Crew {
  return {
    title: `${options.jobs} at a time`,
    execute: (specs, events) => performInPool(specs, {...events, ...options}),
    machines: () => undefined,
    lost: () => undefined,
    close: async () => {},
  };
}
