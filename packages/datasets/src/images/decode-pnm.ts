import type {Raster} from './raster.js';

/** Largest side that is believed. */
const MAX_SIDE = 2 ** 16;

/**
 * Decodes a portable graymap or pixmap: P2 and P3 (text), P5 and P6 (binary; two bytes a value where the largest is
 * above 255). Values are scaled so that the largest is 255.
 *
 * @throws RangeError where the header is none, a value is above the largest, or there are too few values
 */
export function decodePnm(bytes: Uint8Array, name: string): Raster {
  const header = readHeader(bytes, name);
  const {magic, width, height, max} = header;
  const channels = magic === 'P2' || magic === 'P5' ? 1 : 3;
  const count = width * height * channels;
  const values =
    magic === 'P2' || magic === 'P3'
      ? textValues(bytes.subarray(header.at), count, name)
      : binaryValues(bytes.subarray(header.at), count, max, name);
  const data = new Uint8Array(count);
  for (let i = 0; i < count; ++i) {
    const value = values(i);
    if (value > max) {
      throw new RangeError(`${name}: value ${i} is ${value}; at most ${max} is expected, as its header says`);
    }
    data[i] = Math.round((value * 255) / max);
  }
  return {width, height, channels, data};
}

interface Header {
  readonly magic: string;
  readonly width: number;
  readonly height: number;
  readonly max: number;
  /** Where the values begin. */
  readonly at: number;
}

function readHeader(bytes: Uint8Array, name: string): Header {
  const fields: string[] = [];
  let at = 0;
  while (fields.length < 4) {
    at = afterSpace(bytes, at);
    const start = at;
    while (at < bytes.length && !isSpace(bytes[at]!)) ++at;
    if (start === at) throw new RangeError(`${name}: ${bytes.length} bytes, truncated within the header`);
    // No field of a header is longer, so that the rest of a file that is none is not taken for one.
    fields.push(String.fromCharCode(...bytes.subarray(start, Math.min(at, start + 16))));
  }
  const [magic, ...sizes] = fields as [string, string, string, string];
  const [width, height, max] = sizes.map((size) => (/^\d+$/.test(size) ? Number(size) : Number.NaN)) as [
    number,
    number,
    number,
  ];
  if (!(width >= 1 && width <= MAX_SIDE && height >= 1 && height <= MAX_SIDE && max >= 1 && max <= 65535)) {
    throw new RangeError(
      `${name}: the header says width ${sizes[0]}, height ${sizes[1]}, largest value ${sizes[2]}; ` +
        `sides from 1 to ${MAX_SIDE} and a largest value from 1 to 65535 are expected`,
    );
  }
  // One space of any kind stands after the header.
  return {magic, width, height, max, at: at + 1};
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** Passes over spaces, and comments from # to the end of the line. */
function afterSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    while (at < bytes.length && isSpace(bytes[at]!)) ++at;
    if (bytes[at] !== 0x23) return at;
    while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) ++at;
  }
}

function textValues(bytes: Uint8Array, count: number, name: string): (i: number) => number {
  const texts = new TextDecoder('latin1')
    .decode(bytes)
    .replace(/#[^\r\n]*/g, ' ')
    .split(/\s+/)
    .filter((text) => text !== '');
  checkCount(texts.length, count, 'values', name);
  return (i) => {
    if (!/^\d+$/.test(texts[i]!))
      throw new RangeError(`${name}: value ${i} is '${texts[i]}'; a whole number is expected`);
    return Number(texts[i]);
  };
}

function binaryValues(bytes: Uint8Array, count: number, max: number, name: string): (i: number) => number {
  const size = max > 255 ? 2 : 1;
  checkCount(bytes.length, count * size, 'bytes', name);
  return size === 1 ? (i) => bytes[i]! : (i) => bytes[2 * i]! * 256 + bytes[2 * i + 1]!;
}

function checkCount(found: number, expected: number, unit: string, name: string): void {
  if (found === expected) return;
  throw new RangeError(
    `${name}: ${found} ${unit} after the header, ${found < expected ? 'truncated' : 'too many'}; its size makes ` +
      `${expected}`,
  );
}
