import {createReadStream} from 'node:fs';
import {basename} from 'node:path';
import type {CsvOptions} from '../csv/csv-options.js';
import {readCsvStream} from '../csv/read-csv-stream.js';
import type {CsvTable} from '../csv/table-builder.js';

/**
 * Reads a CSV table from a file as `readCsv` does, piece by piece, gzipped or not. The separator is a tab where the
 * file is called `.tsv` or `.tab`, the table is called as the file is.
 *
 * @throws Error where the file cannot be read
 * @throws RangeError as `readCsv` does, and where the file is called `.gz` and is not gzipped, or otherwise is not
 *   what its name says
 */
export function loadCsv(path: string, options: CsvOptions): Promise<CsvTable> {
  return readCsvStream(readPieces(path), fileOptions(path, options));
}

/** The options with what follows from the file's name. */
function fileOptions(path: string, options: CsvOptions): CsvOptions {
  const separator = options.separator ?? (/\.(tsv|tab)(\.gz)?$/i.test(path) ? '\t' : ',');
  return {...options, separator, name: options.name ?? basename(path)};
}

/** The bytes of a file, piece by piece. */
async function* readPieces(path: string): AsyncGenerator<Uint8Array> {
  let first = true;
  try {
    for await (const piece of createReadStream(path, {highWaterMark: 2 ** 18}) as AsyncIterable<Uint8Array>) {
      if (first && /\.gz$/i.test(path) && !(piece[0] === 0x1f && piece[1] === 0x8b)) {
        throw new RangeError(`${path}: is called .gz, but its bytes do not begin as gzip data do`);
      }
      first = false;
      yield piece;
    }
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new Error(`${path} cannot be read: ${reason(error)}`, {cause: error});
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'no permission';
  return error instanceof Error ? error.message : String(error);
}
