import jpeg from 'jpeg-js';
import type {Raster} from './raster.js';

/** Markers of the segment that has the image's size: baseline, extended, progressive. */
const FRAMES = [0xc0, 0xc1, 0xc2];
const MAX_MEGAPIXELS = 100;
const MAX_MEGABYTES = 1024;

/**
 * Decodes a JPEG image, baseline or progressive, grey or in colour. How the camera was held (EXIF) does not count.
 *
 * @throws RangeError where the data are no JPEG or are broken or truncated, or have four colours (CMYK)
 */
export function decodeJpeg(bytes: Uint8Array, name: string): Raster {
  const components = componentsOf(bytes);
  if (components !== undefined && components !== 1 && components !== 3) {
    throw new RangeError(`${name}: has ${components} colour components; grey or RGB is expected`);
  }
  if (!endsWell(bytes)) throw new RangeError(`${name}: ${bytes.length} bytes, a truncated JPEG image`);
  try {
    const {width, height, data} = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: MAX_MEGAPIXELS,
      maxMemoryUsageInMB: MAX_MEGABYTES,
    });
    if (components === 3) return {width, height, channels: 3, data};
    return {width, height, channels: 1, data: data.filter((_, i) => i % 3 === 0)};
  } catch (error) {
    throw new RangeError(`${name}: no whole JPEG image (${error instanceof Error ? error.message : error})`, {
      cause: error,
    });
  }
}

/** How many colours the image has, as its frame says. */
function componentsOf(bytes: Uint8Array): number | undefined {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (FRAMES.includes(marker)) return bytes[at + 9];
    // A segment says how long it is, its two bytes of length included.
    at += marker === 0xff ? 1 : 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
  }
  return undefined;
}

/** Whether the marker of the end comes; bytes of padding may follow it. */
function endsWell(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= 0; --at) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
    // Within the image's data 0xff stands before a zero or a restart marker alone.
    if (bytes[at] === 0xff && bytes[at + 1] === 0xda) return false;
  }
  return false;
}
