import {createReadStream} from 'node:fs';
import {isGzip} from '../bytes/gunzip.js';

/** Bytes that are read at a time. */
const PIECE = 2 ** 18;

/**
 * The bytes of a file, piece by piece, for `scanCsv`, `csvBatches` and `readCsvStream`. Nothing is read before the first
 * is asked for.
 *
 * @throws Error where the file cannot be read
 * @throws RangeError where the file is called `.gz` and does not begin as gzip data do
 */
export async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  let first = true;
  try {
    for await (const piece of createReadStream(path, {highWaterMark: PIECE}) as AsyncIterable<Uint8Array>) {
      if (first && /\.gz$/i.test(path) && !isGzip(piece)) {
        throw new RangeError(`${path}: is called .gz, but its bytes do not begin as gzip data do`);
      }
      first = false;
      yield piece;
    }
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new Error(`${path} cannot be read: ${readFailure(error)}`, {cause: error});
  }
}

/** Why a file or folder cannot be read, for an error's text. */
export function readFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'ENOTDIR') return 'it is no folder, or a part of its path is none';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission';
  return error instanceof Error ? error.message : String(error);
}
