import {gunzip, isGzip} from '../bytes/gunzip.js';
import {type ImageDataset, imageDataset} from '../image-dataset.js';
import {type IdxArray, parseIdx} from './parse-idx.js';

/** The content of a file and what errors call it. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes, gzipped or not.
 *
 * @param rank number of dimensions that is expected; any where left out
 * @throws RangeError as {@link parseIdx} does, and where gzip data are truncated or corrupt
 */
export async function readIdx(file: NamedBytes, rank?: number): Promise<IdxArray> {
  const bytes = isGzip(file.bytes) ? await gunzip(file.bytes, file.name) : file.bytes;
  return parseIdx(bytes, file.name, rank);
}

/** What {@link readIdxDataset} reads. */
export interface IdxDatasetOptions {
  /** The name of the data set. */
  readonly name: string;
  /** IDX file of [count, height, width] pixels, gzipped or not. */
  readonly images: NamedBytes;
  /** IDX file of [count] labels, gzipped or not. */
  readonly labels: NamedBytes;
  /** A name for each class, or the number of classes. */
  readonly classes: number | readonly string[];
}

/**
 * A data set from an IDX file of grey images and one of labels.
 *
 * @throws RangeError where a file is truncated, oversized, corrupt or of the wrong kind, where the files have
 *   different counts, or where a label is beyond the classes; the message names the file
 */
export async function readIdxDataset(options: IdxDatasetOptions): Promise<ImageDataset> {
  const images = await readIdx(options.images, 3);
  const labels = await readIdx(options.labels, 1);
  const [count, height, width] = images.shape as [number, number, number];
  if (count !== labels.shape[0]) {
    throw new RangeError(
      `${options.images.name} has ${count} images and ${options.labels.name} has ${labels.shape[0]} labels; ` +
        'as many of one as of the other are expected',
    );
  }
  if (height === 0 || width === 0) {
    throw new RangeError(
      `${options.images.name}: images of ${height} x ${width}; at least 1 x 1 is expected`,
    );
  }
  const classes = typeof options.classes === 'number' ? options.classes : options.classes.length;
  const wrong = labels.data.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new RangeError(
      `${options.labels.name}: label ${wrong} is ${labels.data[wrong]}; an integer from 0 to ${classes - 1} is expected`,
    );
  }
  return imageDataset({
    name: options.name,
    images: images.data,
    labels: labels.data,
    shape: [height, width, 1],
    classes: options.classes,
  });
}
