import {SamplingError} from './errors.js';

/** How far a piece of work has come. */
export interface Progress {
  /** What is being done, in words: 'nearest neighbours'. */
  readonly stage: string;
  /** Parts of this stage that are finished. */
  readonly done: number;
  /** Parts of this stage in all. */
  readonly total: number;
}

/** A promise that work goes on with. */
interface Waiting {
  readonly waitFor: PromiseLike<unknown>;
  /** Whose promise it is, for the error text where nothing can be waited for: 'cmtnnSmote: train'. */
  readonly whose: string;
}

/** Work in parts: it says how far it is after every few milliseconds, and can be left at each of these points. */
export type Job<T> = Generator<Progress | Waiting, T, unknown>;

/** What the asynchronous form of a method takes beside its data. */
export interface RunOptions {
  /** Ends the work with the signal's reason; nothing is returned then. */
  readonly signal?: AbortSignal | undefined;
  /** Called whenever the event loop gets its turn. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** How long the event loop waits for its turn, in ms. */
const SLICE = 20;

/**
 * Does all of the work at once.
 *
 * @throws SamplingError where the work waits for a promise
 */
export function finish<T>(job: Job<T>): T {
  let step = job.next();
  while (!step.done) {
    step =
      'waitFor' in step.value
        ? job.throw(new SamplingError(`${step.value.whose} returns a promise; take fitResampleAsync.`))
        : job.next();
  }
  return step.value;
}

/** Does the work in slices of about 20 ms, between which the event loop runs. */
export async function finishAsync<T>(job: Job<T>, {signal, onProgress}: RunOptions = {}): Promise<T> {
  try {
    signal?.throwIfAborted();
    let began = performance.now();
    let step = job.next();
    while (!step.done) {
      if ('waitFor' in step.value) {
        step = await resumed(job, unlessAborted(step.value.waitFor, signal));
        began = performance.now();
        continue;
      }
      if (performance.now() - began > SLICE) {
        onProgress?.(step.value);
        await new Promise<void>((resolve) => setTimeout(resolve));
        signal?.throwIfAborted();
        began = performance.now();
      }
      step = job.next();
    }
    return step.value;
  } finally {
    // Where the work is left in the middle, it tidies up.
    job.return(undefined as never);
  }
}

async function resumed<T>(
  job: Job<T>,
  promise: Promise<unknown>,
): Promise<IteratorResult<Progress | Waiting, T>> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return job.throw(error);
  }
  return job.next(value);
}

/** The promise, or a rejection as soon as the signal fires. */
function unlessAborted(promise: PromiseLike<unknown>, signal?: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal!.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, {once: true});
    const settle = (end: (value: never) => void) => (value: unknown) => {
      signal?.removeEventListener('abort', stop);
      end(value as never);
    };
    promise.then(settle(resolve), settle(reject));
  });
}

/**
 * A value, or what a promise resolves to.
 *
 * @param whose who gave it, for the error text
 * @param discard is called with what comes when nobody waits for it any more
 */
export function* settled<T>(
  value: T | PromiseLike<T>,
  whose: string,
  discard: (value: T) => void = () => undefined,
): Job<T> {
  if (!isPromise(value)) return value;
  let came = false;
  try {
    const result = (yield {waitFor: value, whose}) as T;
    came = true;
    return result;
  } finally {
    if (!came) value.then(discard, () => undefined);
  }
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
