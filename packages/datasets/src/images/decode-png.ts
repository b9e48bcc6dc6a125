import {convertIndexedToRgb, type DecodedPng, decode} from 'fast-png';
import type {Raster} from './raster.js';

/**
 * Decodes a PNG image of any kind; 16 bits become 8. It must be opaque.
 *
 * @throws RangeError where the data are no PNG or are broken, or a pixel is transparent
 */
export function decodePng(bytes: Uint8Array, name: string): Raster {
  try {
    return withoutAlpha(toBytes(decode(bytes, {checkCrc: true})), name);
  } catch (error) {
    if (error instanceof TransparentError) throw new RangeError(error.message);
    throw new RangeError(`${name}: no whole PNG image (${error instanceof Error ? error.message : error})`, {
      cause: error,
    });
  }
}

class TransparentError extends Error {}

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

function toBytes(png: DecodedPng): Pixels {
  const {width, height, depth} = png;
  if (png.palette) {
    return {width, height, channels: png.palette[0]!.length, data: convertIndexedToRgb(png)};
  }
  const values = depth < 8 ? unpacked(png) : png.data;
  const {channels, data} = png.transparency
    ? keyed(png, values, png.transparency)
    : {channels: png.channels, data: values};
  const max = 2 ** depth - 1;
  return {width, height, channels, data: Uint8Array.from(data, (value) => Math.round((value * 255) / max))};
}

/** Grey values of 1, 2 or 4 bits, each row beginning with a byte of its own. */
function unpacked({data, width, height, depth}: DecodedPng): Uint8Array {
  const perRow = Math.ceil((width * depth) / 8);
  const values = new Uint8Array(width * height);
  for (let i = 0; i < values.length; ++i) {
    const bit = (i % width) * depth;
    const byte = data[Math.floor(i / width) * perRow + (bit >> 3)]!;
    values[i] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  }
  return values;
}

/** With an alpha channel that is 0 where a pixel has the colour that stands for a transparent one. */
function keyed(
  {channels, depth}: DecodedPng,
  values: ArrayLike<number>,
  key: Uint16Array,
): {channels: number; data: Uint16Array} {
  const pixels = values.length / channels;
  const data = new Uint16Array(pixels * (channels + 1));
  for (let pixel = 0; pixel < pixels; ++pixel) {
    let same = true;
    for (let channel = 0; channel < channels; ++channel) {
      const value = values[pixel * channels + channel]!;
      data[pixel * (channels + 1) + channel] = value;
      if (value !== key[channel]) same = false;
    }
    data[pixel * (channels + 1) + channels] = same ? 0 : 2 ** depth - 1;
  }
  return {channels: channels + 1, data};
}

function withoutAlpha({width, height, channels, data}: Pixels, name: string): Raster {
  if (channels === 1 || channels === 3) return {width, height, channels, data: Uint8Array.from(data)};
  const kept = channels === 2 ? 1 : 3;
  const colours = new Uint8Array(width * height * kept);
  for (let pixel = 0; pixel < width * height; ++pixel) {
    if (data[pixel * channels + kept] !== 255) {
      throw new TransparentError(
        `${name}: pixel ${pixel % width}, ${Math.floor(pixel / width)} is transparent; an opaque image is expected`,
      );
    }
    for (let channel = 0; channel < kept; ++channel) {
      colours[pixel * kept + channel] = data[pixel * channels + channel]!;
    }
  }
  return {width, height, channels: kept, data: colours};
}
