import {type ByteSource, gunzipPieces} from '../bytes/byte-source.js';
import {checkOptionNames} from '../check-options.js';
import type {TableDataset} from '../table/table-dataset.js';
import {type CsvOptions, type ResolvedCsvOptions, resolveCsvOptions} from './csv-options.js';
import type {CsvSchema} from './csv-schema.js';
import {type CsvTable, finishBatch, finishSchema, finishTable} from './finish.js';
import {RowCutter} from './row-cutter.js';
import {RowReader} from './row-reader.js';
import {TextPieces} from './text-pieces.js';

/**
 * Reads a CSV table as {@link readCsv} does, from bytes that come in pieces: `response.body` of a fetch,
 * `file.stream()` of an input element, a stream of Node. gzip data are unzipped. Only typed columns are kept.
 *
 * @throws RangeError as {@link readCsv} does, and where gzip data are truncated or corrupt
 */
export async function readCsvStream(source: ByteSource, options: CsvOptions): Promise<CsvTable> {
  const resolved = resolveCsvOptions(options);
  const reader = new RowReader(resolved, {keep: true});
  for await (const _ of readInto(reader, source, resolved));
  return finishTable(reader.end(), resolved);
}

/**
 * Looks at all rows of a CSV table and keeps none: finds types, categories and classes, so that {@link csvBatches} can
 * read the table in parts that go together. For tables larger than memory.
 *
 * @throws RangeError as {@link readCsvStream} does
 */
export async function scanCsv(source: ByteSource, options: CsvOptions): Promise<CsvSchema> {
  const resolved = resolveCsvOptions(options);
  const reader = new RowReader(resolved, {keep: false});
  for await (const _ of readInto(reader, source, resolved));
  return finishSchema(reader.end(), resolved, options);
}

/** How {@link csvBatches} divides. */
export interface CsvBatchOptions {
  /** Rows of a batch, but for the last: an integer from 1; 4096 where left out. */
  readonly batchRows?: number;
}

/**
 * The rows of a CSV table in their order, so many at a time. All batches have the columns, categories and classes of
 * the whole table.
 *
 * @param schema what {@link scanCsv} found in the same table, or in one of the same columns, categories and classes
 * @throws RangeError as {@link readCsvStream} does, where a category or label comes that the schema has not, and where
 *   `batchRows` is out of its range
 */
export async function* csvBatches(
  source: ByteSource,
  schema: CsvSchema,
  options: CsvBatchOptions = {},
): AsyncGenerator<TableDataset> {
  checkOptionNames('csvBatches', options, ['batchRows']);
  const {batchRows = 4096} = options;
  if (!Number.isInteger(batchRows) || batchRows < 1) {
    throw new RangeError(`batchRows is ${batchRows}; an integer from 1 is expected`);
  }
  const resolved = resolveCsvOptions(schema.options);
  const full: TableDataset[] = [];
  const reader = new RowReader(resolved, {
    keep: true,
    known: schema,
    batches: {rows: batchRows, take: (batch) => full.push(finishBatch(batch, resolved.name, schema))},
  });
  for await (const _ of readInto(reader, source, resolved)) yield* full.splice(0);
  const rest = reader.end();
  yield* full;
  if (rest.kept > 0) yield finishBatch(rest, resolved.name, schema);
}

/** Reads all pieces of a source; yields after each of them. */
async function* readInto(
  reader: RowReader,
  source: ByteSource,
  options: ResolvedCsvOptions,
): AsyncGenerator<void> {
  const cutter = new RowCutter(options, (fields, line) => reader.add(fields, line));
  const pieces = new TextPieces(options.name);
  for await (const piece of gunzipPieces(source, options.name)) {
    cutter.push(pieces.text(piece, false));
    yield;
  }
  cutter.push(pieces.text(new Uint8Array(0), true));
  cutter.end();
  yield;
}
