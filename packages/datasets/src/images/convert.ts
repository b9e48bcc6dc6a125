import {checkOptionNames} from '../check-options.js';
import type {Raster} from './raster.js';

/** What images are turned into. */
export interface ConvertOptions {
  /** `'grey'`: 0.299 R + 0.587 G + 0.114 B (BT.601); `'rgb'`: grey three times. As the image is where left out. */
  readonly channels?: 'grey' | 'rgb';
  /** What images are resized to, whatever their own proportions. As the image is where left out. */
  readonly size?: readonly [height: number, width: number];
}

/** @throws RangeError where an option is not one of those that are allowed */
export function checkConvertOptions(options: ConvertOptions): void {
  checkOptionNames('images', options, ['channels', 'size', 'name', 'rows', 'batchSize']);
  const {channels, size} = options;
  if (channels !== undefined && channels !== 'grey' && channels !== 'rgb') {
    throw new RangeError(`channels is '${channels}'; 'grey' or 'rgb' is expected`);
  }
  if (size && (size.length !== 2 || size.some((side) => !Number.isInteger(side) || side < 1))) {
    throw new RangeError(`size is [${size.join(', ')}]; [height, width] is expected, each an integer from 1`);
  }
}

/** An image in other colours or another size. */
export function convertImage(image: Raster, {channels, size}: ConvertOptions): Raster {
  const coloured = channels === 'grey' ? toGrey(image) : channels === 'rgb' ? toRgb(image) : image;
  return size ? resize(coloured, size[0], size[1]) : coloured;
}

function toGrey(image: Raster): Raster {
  if (image.channels === 1) return image;
  const data = new Uint8Array(image.width * image.height);
  for (let pixel = 0, at = 0; pixel < data.length; ++pixel, at += 3) {
    // Whole numbers of 2⁻¹⁶, so that every engine rounds alike.
    const sum = 19595 * image.data[at]! + 38470 * image.data[at + 1]! + 7471 * image.data[at + 2]!;
    data[pixel] = (sum + 2 ** 15) >> 16;
  }
  return {...image, channels: 1, data};
}

function toRgb(image: Raster): Raster {
  if (image.channels === 3) return image;
  const data = new Uint8Array(image.data.length * 3);
  for (let pixel = 0; pixel < image.data.length; ++pixel) {
    data.fill(image.data[pixel]!, 3 * pixel, 3 * pixel + 3);
  }
  return {...image, channels: 3, data};
}

/** Linear interpolation; where an image becomes smaller, the mean under a triangle as wide as two new pixels. */
function resize(image: Raster, height: number, width: number): Raster {
  if (image.height === height && image.width === width) return image;
  const {channels} = image;
  const across = weightsOf(image.width, width);
  const narrow = new Float64Array(image.height * width * channels);
  for (let y = 0; y < image.height; ++y) {
    for (const [x, {from, weights}] of across.entries()) {
      for (let channel = 0; channel < channels; ++channel) {
        let sum = 0;
        for (let i = 0; i < weights.length; ++i) {
          sum += weights[i]! * image.data[(y * image.width + from + i) * channels + channel]!;
        }
        narrow[(y * width + x) * channels + channel] = sum;
      }
    }
  }
  const data = new Uint8Array(height * width * channels);
  const row = width * channels;
  for (const [y, {from, weights}] of weightsOf(image.height, height).entries()) {
    for (let x = 0; x < row; ++x) {
      let sum = 0;
      for (let i = 0; i < weights.length; ++i) sum += weights[i]! * narrow[(from + i) * row + x]!;
      data[y * row + x] = Math.floor(sum + 0.5);
    }
  }
  return {width, height, channels, data};
}

/** For each new pixel of a line the old ones that it is made of. */
function weightsOf(before: number, after: number): {from: number; weights: Float64Array}[] {
  const scale = before / after;
  const reach = Math.max(scale, 1);
  return Array.from({length: after}, (_, place) => {
    const centre = (place + 0.5) * scale;
    const from = Math.max(Math.floor(centre - reach + 0.5), 0);
    const to = Math.min(Math.floor(centre + reach + 0.5), before);
    const weights = Float64Array.from({length: to - from}, (_, i) =>
      Math.max(1 - Math.abs(from + i + 0.5 - centre) / reach, 0),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return {from, weights: weights.map((weight) => weight / sum)};
  });
}
