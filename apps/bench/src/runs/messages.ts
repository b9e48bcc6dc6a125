import type {Run} from '../results/types.js';

/** What a worker process says. */
export type WorkerMessage =
  | {readonly type: 'step'; readonly done: number; readonly total: number}
  | {readonly type: 'finished'; readonly run: Run}
  | {readonly type: 'failed'; readonly error: string};
