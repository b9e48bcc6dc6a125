import {type FileHandle, open, rm, stat} from 'node:fs/promises';
import {onDisk} from './storage-error.js';

/** A connection that gives nothing for so long counts as broken. */
const STALLED_AFTER_MS = 30_000;

/** What {@link fetchPart} fetches, and to where. */
export interface PartRequest {
  readonly url: string;
  /** The file that receives the bytes; what it already has is not fetched again. */
  readonly part: string;
  /** More bytes than this are refused. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with the size of `part` as it grows. */
  readonly onBytes?: ((received: number) => void) | undefined;
}

/**
 * Fetches a file into `part`, from where an earlier call stopped if the server can.
 *
 * @throws StorageError where `part` cannot be written
 * @throws RangeError where more than `limit` bytes come; `part` is then of no use
 * @throws Error where the server refuses or the connection breaks; `part` then has what came so far
 */
export async function fetchPart(request: PartRequest): Promise<void> {
  const {url, part} = request;
  const had = await partSize(part);
  const watch = stallWatch(request.signal);
  try {
    const response = await fetch(url, {
      headers: {'Accept-Encoding': 'identity', ...(had > 0 ? {Range: `bytes=${had}-`} : {})},
      signal: watch.signal,
    });
    // Nothing beyond what is there: the part may be whole, which its digest will tell.
    if (response.status === 416 && had > 0) {
      await response.body?.cancel();
      return;
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`the server answers ${response.status} ${response.statusText}`.trimEnd());
    }
    const resumes = response.status === 206 && rangeStart(response) === had;
    if (response.status === 206 && !resumes) {
      await response.body.cancel();
      throw new Error(`the server sends bytes from ${rangeStart(response)}; from ${had} was asked`);
    }
    const handle = await onDisk(part, () => open(part, resumes ? 'a' : 'w'));
    try {
      await append(handle, response.body, resumes ? had : 0, request, watch.touch);
    } finally {
      await handle.close();
    }
  } finally {
    watch.stop();
  }
}

async function append(
  handle: FileHandle,
  body: ReadableStream<Uint8Array>,
  start: number,
  {part, limit, onBytes}: PartRequest,
  touch: () => void,
): Promise<void> {
  let received = start;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    touch();
    received += chunk.length;
    if (received > limit) throw new RangeError(`the server sends more than ${limit} bytes, too many`);
    await onDisk(part, () => handle.writeFile(chunk));
    onBytes?.(received);
  }
  await onDisk(part, () => handle.sync());
}

/** Size of a file; 0 where there is none. */
export async function partSize(part: string): Promise<number> {
  return (await stat(part).catch(() => undefined))?.size ?? 0;
}

/** Deletes a file if it is there. */
export async function discard(part: string): Promise<void> {
  await rm(part, {force: true});
}

function rangeStart(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get('Content-Range') ?? '')?.[1] ?? Number.NaN);
}

/** A signal that aborts when nobody calls `touch` for too long, or with the caller's own signal. */
function stallWatch(outer: AbortSignal | undefined): {signal: AbortSignal; touch(): void; stop(): void} {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Error(`no data came for ${STALLED_AFTER_MS / 1000} s`)),
    STALLED_AFTER_MS,
  );
  return {
    signal: outer ? AbortSignal.any([outer, controller.signal]) : controller.signal,
    touch: () => timer.refresh(),
    stop: () => clearTimeout(timer),
  };
}
