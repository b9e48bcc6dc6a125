import {gunzip, isGzip} from '../bytes/gunzip.js';
import {checkOptionNames} from '../check-options.js';
import type {NamedBytes} from '../idx/read-idx.js';
import {type ImageDataset, imageDataset} from '../image-dataset.js';
import {cifar10ClassNames, cifar100ClassNames, cifar100CoarseClassNames} from './class-names.js';

const SIDE = 32;
const PLANE = SIDE * SIDE;
const CHANNELS = 3;

/** How the CIFAR readers read. */
export interface CifarOptions {
  /** The name of the data set; 'CIFAR-10' or 'CIFAR-100' where left out. */
  readonly name?: string;
}

/** How {@link readCifar100} reads. */
export interface Cifar100Options extends CifarOptions {
  /** Which of its two labels an image has: one of 100 or one of 20; `'fine'` where left out. */
  readonly labels?: 'fine' | 'coarse';
}

/**
 * Reads CIFAR-10 in its binary form: of each image a label byte, then 1,024 red, green and blue bytes. Several
 * files, gzipped or not, are joined in their order.
 *
 * @throws RangeError where there is no file, a file's size is no whole number of records, gzip data are corrupt, or a
 *   label is not one of the 10 classes; the message names the file
 */
export function readCifar10(files: readonly NamedBytes[], options: CifarOptions = {}): Promise<ImageDataset> {
  return readRecords(files, {
    name: options.name ?? 'CIFAR-10',
    labelBytes: [cifar10ClassNames.length],
    label: 0,
    classNames: cifar10ClassNames,
  });
}

/**
 * Reads CIFAR-100 in its binary form: of each image a coarse and a fine label byte, then 1,024 red, green and
 * blue bytes. Several files, gzipped or not, are joined in their order.
 *
 * @throws RangeError as {@link readCifar10} does
 */
export function readCifar100(
  files: readonly NamedBytes[],
  options: Cifar100Options = {},
): Promise<ImageDataset> {
  checkOptionNames('readCifar100', options, ['name', 'labels']);
  const {name = 'CIFAR-100', labels = 'fine'} = options;
  if (labels !== 'fine' && labels !== 'coarse') {
    throw new RangeError(`labels is '${labels}'; 'fine' or 'coarse' is expected`);
  }
  return readRecords(files, {
    name,
    labelBytes: [cifar100CoarseClassNames.length, cifar100ClassNames.length],
    label: labels === 'coarse' ? 0 : 1,
    classNames: labels === 'coarse' ? cifar100CoarseClassNames : cifar100ClassNames,
  });
}

interface RecordLayout {
  readonly name: string;
  /** How many classes each of the label bytes has. */
  readonly labelBytes: readonly number[];
  /** Which of the label bytes is the label. */
  readonly label: number;
  readonly classNames: readonly string[];
}

async function readRecords(files: readonly NamedBytes[], layout: RecordLayout): Promise<ImageDataset> {
  if (files.length === 0) throw new RangeError(`${layout.name}: no file is given; at least one is expected`);
  const size = layout.labelBytes.length + CHANNELS * PLANE;
  const unzipped: NamedBytes[] = [];
  for (const {name, bytes} of files) {
    const content = isGzip(bytes) ? await gunzip(bytes, name) : bytes;
    if (content.length === 0 || content.length % size !== 0) {
      throw new RangeError(
        `${name}: ${content.length} bytes; a whole number of records of ${size} bytes is expected ` +
          `(${layout.labelBytes.length} for labels, ${CHANNELS * PLANE} for pixels), and at least one`,
      );
    }
    unzipped.push({name, bytes: content});
  }
  const count = unzipped.reduce((sum, {bytes}) => sum + bytes.length / size, 0);
  const images = new Uint8Array(count * CHANNELS * PLANE);
  const labels = new Uint8Array(count);
  let at = 0;
  for (const file of unzipped) {
    for (let start = 0; start < file.bytes.length; start += size, ++at) {
      const record = file.bytes.subarray(start, start + size);
      checkLabels(record, file.name, start / size, layout.labelBytes);
      labels[at] = record[layout.label]!;
      interleave(record.subarray(layout.labelBytes.length), images.subarray(at * CHANNELS * PLANE));
    }
  }
  return imageDataset({
    name: layout.name,
    images,
    labels,
    shape: [SIDE, SIDE, CHANNELS],
    classes: layout.classNames,
  });
}

/** One plane after the other becomes one pixel after the other. */
function interleave(planes: Uint8Array, pixels: Uint8Array): void {
  for (let pixel = 0; pixel < PLANE; ++pixel) {
    for (let channel = 0; channel < CHANNELS; ++channel) {
      pixels[pixel * CHANNELS + channel] = planes[channel * PLANE + pixel]!;
    }
  }
}

function checkLabels(record: Uint8Array, name: string, row: number, classes: readonly number[]): void {
  for (const [i, count] of classes.entries()) {
    if (record[i]! >= count) {
      throw new RangeError(
        `${name}: the ${classes.length > 1 && i === 0 ? 'coarse ' : ''}label of record ${row} is ${record[i]}; an ` +
          `integer from 0 to ${count - 1} is expected`,
      );
    }
  }
}
