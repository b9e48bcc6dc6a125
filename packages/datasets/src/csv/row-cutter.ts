import Papa from 'papaparse';

/** Characters that a single row may have; more than any table's, so that a quote never closed is found. */
const LONGEST_ROW = 2 ** 22;
const BYTE_ORDER_MARK = 0xfeff;
/** Characters that are cut at a time, so that a large text does not stand in memory a second time as rows. */
const SLICE = 2 ** 20;

/** How rows are cut. */
export interface CutOptions {
  readonly name: string;
  readonly separator: string;
  readonly quote: '"' | "'" | 'none';
}

/** Takes the fields of a row and the line of the text on which it begins, from 1. */
export type OnRow = (fields: readonly string[], line: number) => void;

/**
 * Cuts text that comes in pieces into rows. Lines end by LF, CRLF or CR, the last one by nothing if need be; inside
 * quotes a line end is part of the field and becomes LF. Empty lines are passed over.
 */
export class RowCutter {
  readonly #options: CutOptions;
  readonly #onRow: OnRow;
  #rest = '';
  #heldReturn = false;
  /** The line on which `#rest` begins. */
  #line = 1;

  constructor(options: CutOptions, onRow: OnRow) {
    this.#options = options;
    this.#onRow = onRow;
  }

  /**
   * @throws RangeError where a quote is not closed or is followed by more than a separator, and what `onRow`
   *   throws
   */
  push(piece: string): void {
    for (let at = 0; at < piece.length; at += SLICE) this.#take(piece.slice(at, at + SLICE), false);
  }

  /** Says that no more text comes. */
  end(): void {
    this.#take('', true);
  }

  #take(piece: string, last: boolean): void {
    let text = this.#heldReturn ? `\r${piece}` : piece;
    // A CR at the end of a piece may be the first half of a CRLF.
    this.#heldReturn = !last && text.endsWith('\r');
    if (this.#heldReturn) text = text.slice(0, -1);
    text = this.#rest + (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
    // A byte order mark; also where files with one were joined. The parser would pass over it and count without it.
    if (text.charCodeAt(0) === BYTE_ORDER_MARK) text = text.slice(1);
    this.#rest = this.#cut(text, last);
    if (this.#rest.length > LONGEST_ROW) {
      throw new RangeError(
        `${this.#options.name}, line ${this.#line}: the row has no end within ${LONGEST_ROW} characters; ` +
          'is a quote not closed?',
      );
    }
  }

  /** Hands on the whole rows of a text; returns what follows them. */
  #cut(text: string, last: boolean): string {
    if (text.length === 0 || (!last && !text.includes('\n'))) return text;
    const {separator, quote} = this.#options;
    const mayHaveQuotes = quote !== 'none' && text.includes(quote);
    let pending: {fields: readonly string[]; fault?: Papa.ParseError; start: number; end: number} | undefined;
    let end = 0;
    Papa.parse<string[]>(text, {
      delimiter: separator,
      newline: '\n',
      quoteChar: quote === 'none' ? undefined : quote,
      fastMode: !mayHaveQuotes,
      step: ({data, errors, meta}) => {
        if (pending) this.#handOn(pending, text, mayHaveQuotes);
        pending = {fields: data, fault: errors[0], start: end, end: meta.cursor};
        end = meta.cursor;
      },
    });
    // The last row may go on in the next piece.
    if (pending && last) this.#handOn(pending, text, mayHaveQuotes);
    return pending && !last ? text.slice(pending.start) : '';
  }

  #handOn(
    row: {fields: readonly string[]; fault?: Papa.ParseError; start: number; end: number},
    text: string,
    mayHaveQuotes: boolean,
  ): void {
    const {fields, fault, start, end} = row;
    const line = this.#line;
    if (fault) {
      const {name, quote} = this.#options;
      throw new RangeError(
        `${name}, line ${line}: ${
          fault.code === 'MissingQuotes'
            ? `a quote (${quote}) is opened that is not closed`
            : `a quote (${quote}) is closed and no separator follows; inside quotes a quote is written twice`
        }`,
      );
    }
    this.#line += mayHaveQuotes ? lineEnds(text, start, end) : 1;
    if (fields.length > 1 || fields[0]!.trim() !== '') this.#onRow(fields, line);
  }
}

function lineEnds(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) ++count;
  return count;
}
