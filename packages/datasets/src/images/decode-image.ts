import type {NamedBytes} from '../idx/read-idx.js';
import {decodeJpeg} from './decode-jpeg.js';
import {decodePng} from './decode-png.js';
import {decodePnm} from './decode-pnm.js';
import type {Raster} from './raster.js';

interface ImageKind {
  readonly what: string;
  readonly endings: readonly string[];
  readonly signatures: readonly (readonly number[])[];
  decode(bytes: Uint8Array, name: string): Raster;
}

const KINDS: readonly ImageKind[] = [
  {
    what: 'a PNG image',
    endings: ['png'],
    signatures: [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
    decode: decodePng,
  },
  {
    what: 'a JPEG image',
    endings: ['jpg', 'jpeg'],
    signatures: [[0xff, 0xd8, 0xff]],
    decode: decodeJpeg,
  },
  {
    what: 'a portable graymap (P2, P5)',
    endings: ['pgm', 'pnm'],
    signatures: [
      [0x50, 0x32],
      [0x50, 0x35],
    ],
    decode: decodePnm,
  },
  {
    what: 'a portable pixmap (P3, P6)',
    endings: ['ppm', 'pnm'],
    signatures: [
      [0x50, 0x33],
      [0x50, 0x36],
    ],
    decode: decodePnm,
  },
];

/** Whether a file is called as an image is: `.png`, `.jpg`, `.jpeg`, `.pgm`, `.ppm` or `.pnm`. */
export function isImageName(name: string): boolean {
  return KINDS.some(({endings}) => endings.includes(endingOf(name)));
}

/**
 * Decodes a PNG, JPEG, PGM or PPM image.
 *
 * @throws RangeError where the bytes are not what the name's ending says, or of no known kind where it says nothing, or
 *   where they are broken, truncated, transparent or in CMYK
 */
export function decodeImage({name, bytes}: NamedBytes): Raster {
  const ending = endingOf(name);
  const said = KINDS.filter(({endings}) => endings.includes(ending));
  const found = KINDS.find(({signatures}) =>
    signatures.some((signature) => signature.every((byte, at) => bytes[at] === byte)),
  );
  if (said.length > 0 && (found === undefined || !said.includes(found))) {
    throw new RangeError(
      `${name}: is called .${ending}, but its ${bytes.length} bytes do not begin as those of ` +
        `${said.map(({what}) => what).join(' or ')} do${found ? `; they begin as those of ${found.what} do` : ''}`,
    );
  }
  if (found === undefined) {
    throw new RangeError(
      `${name}: ${bytes.length} bytes that do not begin as those of ${KINDS.map(({what}) => what).join(', or ')} do`,
    );
  }
  return found.decode(bytes, name);
}

function endingOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
