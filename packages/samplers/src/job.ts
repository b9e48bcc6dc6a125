/** How far a piece of work has come. */
export interface Progress {
  /** What is being done, in words: 'nearest neighbours'. */
  readonly stage: string;
  /** Parts of this stage that are finished. */
  readonly done: number;
  /** Parts of this stage in all. */
  readonly total: number;
}

/** Work in parts: it says how far it is after every few milliseconds, and can be left at each of these points. */
export type Job<T> = Generator<Progress, T, undefined>;

/** What the asynchronous form of a method takes beside its data. */
export interface RunOptions {
  /** Ends the work with the signal's reason; nothing is returned then. */
  readonly signal?: AbortSignal;
  /** Called whenever the event loop gets its turn. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How long the event loop waits for its turn, in ms. */
const SLICE = 20;

/** Does all of the work at once. */
export function finish<T>(job: Job<T>): T {
  let step = job.next();
  while (!step.done) step = job.next();
  return step.value;
}

/** Does the work in slices of about 20 ms, between which the event loop runs. */
export async function finishAsync<T>(job: Job<T>, {signal, onProgress}: RunOptions = {}): Promise<T> {
  signal?.throwIfAborted();
  let began = performance.now();
  let step = job.next();
  while (!step.done) {
    if (performance.now() - began > SLICE) {
      onProgress?.(step.value);
      await new Promise<void>((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      began = performance.now();
    }
    step = job.next();
  }
  return step.value;
}
