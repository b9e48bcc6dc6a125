import {type CsvOptions, resolveCsvOptions} from './csv-options.js';
import {type CsvTable, finishTable} from './finish.js';
import {RowCutter} from './row-cutter.js';
import {RowReader} from './row-reader.js';
import {TextPieces} from './text-pieces.js';

/**
 * Reads a CSV table (RFC 4180) from text or from bytes in UTF-8. A byte order mark, line ends of any kind, empty
 * lines and spaces around values do not matter; where all labels stand in single quotes, as `'-1'`, they lose
 * them. Files and streams, gzipped or not: `readCsvStream`.
 *
 * @throws RangeError where the input is empty or no CSV, rows differ in length, a column is not there, a value is
 *   missing, infinite or of another type than its column's other values, or all rows have one class; the message
 *   has the line or the nearest name
 */
export function readCsv(input: string | Uint8Array, options: CsvOptions): CsvTable {
  const resolved = resolveCsvOptions(options);
  const reader = new RowReader(resolved, {keep: true});
  const cutter = new RowCutter(resolved, (fields, line) => reader.add(fields, line));
  cutter.push(new TextPieces(resolved.name).text(input, true));
  cutter.end();
  return finishTable(reader.end(), resolved);
}
