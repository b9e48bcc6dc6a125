/** An array from an IDX file. */
export interface IdxArray {
  /** Sizes along each dimension, the slowest first. */
  readonly shape: readonly number[];
  /** The values, row-major; a view of the bytes that were parsed. */
  readonly data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;
/** The other type codes of the format. */
const OTHER_TYPES: Readonly<Record<number, string>> = {
  9: 'signed byte',
  11: 'int16',
  12: 'int32',
  13: 'float32',
  14: 'float64',
};

/**
 * Reads an uncompressed IDX file of unsigned bytes, the format of MNIST: two zero bytes, the type, the number
 * of dimensions, their sizes as big-endian 32-bit integers, then the values.
 *
 * @param name what errors call the data, such as the file's name
 * @param rank number of dimensions that is expected: 1 for labels, 3 for grey images; any where left out
 * @throws RangeError where the magic number is wrong, or the data are shorter or longer than the header says
 */
export function parseIdx(bytes: Uint8Array, name: string, rank?: number): IdxArray {
  if (bytes.length < 4) {
    throw new RangeError(`${name}: ${bytes.length} bytes; an IDX file has a header of at least 4`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  const dimensions = magic & 255;
  checkMagic(magic, name, rank);
  const header = 4 + 4 * dimensions;
  if (bytes.length < header) {
    throw new RangeError(
      `${name}: ${bytes.length} bytes, truncated; ${dimensions} dimensions make a header of ${header} bytes`,
    );
  }
  const shape = Array.from({length: dimensions}, (_, i) => view.getUint32(4 + 4 * i));
  const expected = shape.reduce((product, size) => product * size, 1);
  const found = bytes.length - header;
  if (found !== expected) {
    throw new RangeError(
      `${name}: ${found} bytes after the header, ${found < expected ? 'truncated' : 'too many'}; ` +
        `its ${shape.join(' x ')} values make ${expected}`,
    );
  }
  return {shape, data: bytes.subarray(header)};
}

function checkMagic(magic: number, name: string, rank: number | undefined): void {
  const found = `${name}: the magic number is ${magic} (${hex(magic)})`;
  if (rank !== undefined && magic !== UNSIGNED_BYTE * 256 + rank) {
    const expected = UNSIGNED_BYTE * 256 + rank;
    throw new RangeError(
      `${found}; ${expected} (${hex(expected)}) is expected: ${rank} dimension${rank > 1 ? 's' : ''} of unsigned bytes`,
    );
  }
  const type = magic >>> 8;
  if (type !== UNSIGNED_BYTE || (magic & 255) === 0) {
    const known = OTHER_TYPES[type];
    throw new RangeError(
      `${found}${known ? `, type ${known}` : ''}; 0x000008dd is expected: dd dimensions of unsigned bytes`,
    );
  }
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
