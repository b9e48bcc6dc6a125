import {basename} from 'node:path';
import type {CsvOptions} from '../csv/csv-options.js';
import type {CsvTable} from '../csv/finish.js';
import {readCsvStream} from '../csv/read-csv-stream.js';
import {fileBytes} from './file-bytes.js';

/**
 * Reads a CSV table from a file as `readCsv` does, piece by piece, gzipped or not. The separator is a tab where the
 * file is called `.tsv` or `.tab`, the table is called as the file is.
 *
 * @throws Error where the file cannot be read
 * @throws RangeError as `readCsv` does, and where the file is called `.gz` and is not gzipped, or otherwise is not
 *   what its name says
 */
export function loadCsv(path: string, options: CsvOptions): Promise<CsvTable> {
  return readCsvStream(fileBytes(path), fileOptions(path, options));
}

/** The options with what follows from the file's name. */
function fileOptions(path: string, options: CsvOptions): CsvOptions {
  const separator = options.separator ?? (/\.(tsv|tab)(\.gz)?$/i.test(path) ? '\t' : ',');
  return {...options, separator, name: options.name ?? basename(path)};
}
