import {isGzip} from './gunzip.js';

/** Bytes that come in pieces: a web stream, or anything that `for await` takes, such as a stream of Node. */
export type ByteSource = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** Bytes that the first piece has at least, where there are as many, so that it shows what kind of file it is. */
const FIRST_PIECE = 1024;

/**
 * The bytes of a source, unzipped where they begin as gzip data do.
 *
 * @throws RangeError where gzip data are truncated or corrupt
 */
export async function* gunzipPieces(source: ByteSource, name: string): AsyncGenerator<Uint8Array> {
  const pieces = withLongFirst(iterate(source));
  const first = await pieces.next();
  if (first.done) return;
  const all = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield first.value;
      yield* pieces;
    } finally {
      await pieces.return(undefined);
    }
  };
  if (!isGzip(first.value)) {
    yield* all();
    return;
  }
  // A failure of the source itself is not one of the gzip data.
  let sourceFailure: unknown;
  const unzipped = toStream(all(), (error) => {
    sourceFailure = error;
  }).pipeThrough(new DecompressionStream('gzip') as unknown as TransformStream<Uint8Array, Uint8Array>);
  try {
    yield* withLongFirst(iterate(unzipped));
  } catch (error) {
    if (sourceFailure !== undefined) throw sourceFailure;
    throw new RangeError(
      `${name}: no complete gzip data (${error instanceof Error ? error.message : error})`,
      {cause: error},
    );
  }
}

/** Joins pieces at the beginning until the first is long enough. */
async function* withLongFirst(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first: Uint8Array | undefined = new Uint8Array(0);
  for await (const piece of pieces) {
    if (first === undefined) {
      yield piece;
      continue;
    }
    const joined: Uint8Array = new Uint8Array(first.length + piece.length);
    joined.set(first);
    joined.set(piece, first.length);
    first = joined;
    if (first.length < FIRST_PIECE) continue;
    yield first;
    first = undefined;
  }
  if (first && first.length > 0) yield first;
}

/** Not every browser can iterate a web stream. */
async function* iterate(source: ByteSource): AsyncGenerator<Uint8Array> {
  if (!('getReader' in source)) {
    yield* source;
    return;
  }
  const reader = source.getReader();
  let done = false;
  try {
    for (;;) {
      const read = await reader.read();
      done = read.done;
      if (read.done) return;
      yield read.value;
    }
  } finally {
    if (!done) await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

function toStream(
  pieces: AsyncGenerator<Uint8Array>,
  onError: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      try {
        const {done, value} = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        onError(error);
        throw error;
      }
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
