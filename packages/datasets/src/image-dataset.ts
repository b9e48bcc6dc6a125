import {checkRows} from './check-rows.js';

/**
 * Labelled images of one size. Plain typed arrays: hand them to `tf.tensor4d(toFloat32(data), [data.count,
 * ...data.shape])` and `tf.tensor1d(data.labels, 'int32')`.
 */
export interface ImageDataset {
  /** Where the images are from, for reports. */
  readonly name: string;
  /** Pixels, 0 to 255: image by image, row by row, pixel by pixel, channel by channel (NHWC). */
  readonly images: Uint8Array;
  /** The class of each image: an integer in [0, classes). */
  readonly labels: Int32Array;
  /** Height, width and channels of an image. */
  readonly shape: readonly [height: number, width: number, channels: number];
  /** Number of classes; some may have no image. */
  readonly classes: number;
  /** A name for each class. */
  readonly classNames: readonly string[];
  /** Number of images. */
  readonly count: number;
}

/** What a data set is made of; the rest of it follows. */
export interface ImageDatasetParts {
  readonly name: string;
  /** Pixels, 0 to 255, in the order NHWC. */
  readonly images: Uint8Array;
  /** The class of each image. */
  readonly labels: ArrayLike<number>;
  readonly shape: readonly [height: number, width: number, channels: number];
  /** A name for each class, or the number of classes, which are then named '0', '1', … */
  readonly classes: number | readonly string[];
}

/**
 * A data set from its parts, checked.
 *
 * @throws RangeError where the shape or the number of classes is not of positive integers, where pixels and
 *   labels do not fit together, or where a label is not an integer in [0, classes)
 */
export function imageDataset(parts: ImageDatasetParts): ImageDataset {
  const {name, images, shape} = parts;
  const classNames =
    typeof parts.classes === 'number'
      ? Array.from({length: checkClasses(name, parts.classes)}, (_, label) => String(label))
      : [...parts.classes];
  const classes = checkClasses(name, classNames.length);
  if (shape.length !== 3 || shape.some((size) => !Number.isInteger(size) || size < 1)) {
    throw new RangeError(
      `${name}: shape is [${shape.join(', ')}]; [height, width, channels] is expected, each an integer from 1`,
    );
  }
  const count = parts.labels.length;
  const perImage = shape[0] * shape[1] * shape[2];
  if (images.length !== count * perImage) {
    throw new RangeError(
      `${name}: there are ${images.length} pixel values; ${count} labels and images of ` +
        `${shape.join(' x ')} make ${count * perImage}`,
    );
  }
  const labels = Int32Array.from(parts.labels);
  for (let row = 0; row < count; ++row) {
    const label = parts.labels[row]!;
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(
        `${name}: label ${row} is ${label}; an integer from 0 to ${classes - 1} is expected`,
      );
    }
  }
  return {name, images, labels, shape: [...shape], classes, classNames, count};
}

function checkClasses(name: string, classes: number): number {
  if (!Number.isInteger(classes) || classes < 1) {
    throw new RangeError(`${name}: the number of classes is ${classes}; an integer from 1 is expected`);
  }
  return classes;
}

/** Pixels as float32 in [0, 1], NHWC, of all images or of the given rows in the given order. */
export function toFloat32(dataset: ImageDataset, rows?: ArrayLike<number>): Float32Array {
  if (rows) checkRows(dataset, rows);
  const pixels = rows ? selectImages(dataset, rows) : dataset.images;
  const values = new Float32Array(pixels.length);
  for (let i = 0; i < values.length; ++i) values[i] = pixels[i]! / 255;
  return values;
}

/** The pixels of the given rows, in the given order, copied. */
export function selectImages({images, shape}: ImageDataset, rows: ArrayLike<number>): Uint8Array {
  const perImage = shape[0] * shape[1] * shape[2];
  const selected = new Uint8Array(rows.length * perImage);
  for (let i = 0; i < rows.length; ++i) {
    selected.set(images.subarray(rows[i]! * perImage, (rows[i]! + 1) * perImage), i * perImage);
  }
  return selected;
}

/** How many images or rows each class has. */
export function classCounts(dataset: Pick<ImageDataset, 'labels' | 'classes'>): number[] {
  const counts = new Array<number>(dataset.classes).fill(0);
  for (const label of dataset.labels) counts[label]!++;
  return counts;
}
