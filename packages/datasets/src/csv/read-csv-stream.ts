import {type ByteSource, gunzipPieces} from '../bytes/byte-source.js';
import {type CsvOptions, resolveCsvOptions} from './csv-options.js';
import {RowCutter} from './row-cutter.js';
import {type CsvTable, TableBuilder} from './table-builder.js';
import {TextPieces} from './text-pieces.js';

/**
 * Reads a CSV table as {@link readCsv} does, from bytes that come in pieces: `response.body` of a fetch,
 * `file.stream()` of an input element, a stream of Node. gzip data are unzipped. Only typed columns are kept.
 *
 * @throws RangeError as {@link readCsv} does, and where gzip data are truncated or corrupt
 */
export async function readCsvStream(source: ByteSource, options: CsvOptions): Promise<CsvTable> {
  const resolved = resolveCsvOptions(options);
  const builder = new TableBuilder(resolved);
  const cutter = new RowCutter(resolved, (fields, line) => builder.add(fields, line));
  const pieces = new TextPieces(resolved.name);
  for await (const piece of gunzipPieces(source, resolved.name)) cutter.push(pieces.text(piece, false));
  cutter.push(pieces.text(new Uint8Array(0), true));
  cutter.end();
  return builder.done();
}
