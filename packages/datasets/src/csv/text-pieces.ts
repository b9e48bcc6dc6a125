/** What bytes at the beginning say that a file is, where it is no text. */
const SIGNATURES: readonly (readonly [what: string, ...bytes: number[]])[] = [
  ['gzip data', 0x1f, 0x8b],
  ['a zip archive (an Excel workbook is one)', 0x50, 0x4b, 0x03, 0x04],
  ['an old Excel workbook', 0xd0, 0xcf, 0x11, 0xe0],
  ['a PNG image', 0x89, 0x50, 0x4e, 0x47],
  ['a JPEG image', 0xff, 0xd8, 0xff],
  ['a GIF image', 0x47, 0x49, 0x46, 0x38],
  ['a PDF document', 0x25, 0x50, 0x44, 0x46],
  ['a Parquet file', 0x50, 0x41, 0x52, 0x31],
  ['an HDF5 file', 0x89, 0x48, 0x44, 0x46],
  ['a NumPy array', 0x93, 0x4e, 0x55, 0x4d],
  ['text in UTF-16', 0xff, 0xfe],
  ['text in UTF-16', 0xfe, 0xff],
];

/**
 * Refuses bytes that begin as those of another kind of file do.
 *
 * @throws RangeError that says what they look like
 */
function checkIsText(bytes: Uint8Array, name: string): void {
  const found = SIGNATURES.find(([, ...signature]) => signature.every((byte, at) => bytes[at] === byte));
  if (found) throw new RangeError(`${name}: begins as ${found[0]} does; a CSV table in UTF-8 is expected`);
}

/**
 * Refuses text that is no table.
 *
 * @throws RangeError
 */
function checkIsTable(text: string, name: string): void {
  if (/^\ufeff?\s*<(!doctype|html|\?xml)/i.test(text)) {
    throw new RangeError(`${name}: begins as a web page (HTML or XML) does; a CSV table is expected`);
  }
}

/** Decodes UTF-8 that comes in pieces, strictly. */
export class TextPieces {
  readonly #decoder = new TextDecoder('utf-8', {fatal: true});
  readonly #name: string;
  #begun = false;

  constructor(name: string) {
    this.#name = name;
  }

  /** @throws RangeError where the bytes are no UTF-8 or have a zero, or look like another kind of file */
  text(piece: Uint8Array | string, last: boolean): string {
    if (typeof piece !== 'string' && !(piece instanceof Uint8Array)) {
      throw new RangeError(`${this.#name}: the input is ${piece}; text or a Uint8Array is expected`);
    }
    const text = typeof piece === 'string' ? piece : this.#decode(piece, last);
    if (!this.#begun && text.length > 0) {
      this.#begun = true;
      checkIsTable(text, this.#name);
    }
    if (text.includes('\0')) throw new RangeError(`${this.#name}: has zero bytes; a CSV table is text`);
    return text;
  }

  #decode(bytes: Uint8Array, last: boolean): string {
    if (!this.#begun) checkIsText(bytes, this.#name);
    try {
      return this.#decoder.decode(bytes, {stream: !last});
    } catch (error) {
      throw new RangeError(`${this.#name}: is not in UTF-8`, {cause: error});
    }
  }
}
