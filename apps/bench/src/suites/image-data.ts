import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fashionMnistSource, type IdxSource, type ImageDataset, mnistSource} from '@isomargin/datasets';
import {loadCifar10, loadIdxFolder, type TrainTest} from '@isomargin/datasets/node';
import {UserError} from '../errors.js';

/** A folder's images, and what they are called. */
export interface ImageData extends TrainTest {
  /** 'MNIST', 'Fashion-MNIST', 'CIFAR-10', or the folder's name where IDX files are others under the same names. */
  readonly title: string;
}

const cifarFiles = ['data_batch_1.bin', 'train_batch.bin'];
const idxFiles = ['train-images-idx3-ubyte', 'train-images.idx3-ubyte'];

/**
 * MNIST, Fashion-MNIST or CIFAR-10, found by the files of a folder; each may be gzipped. A part of them will do.
 *
 * @throws UserError where the folder has the files of none of them, or of two
 * @throws Error where files are missing or broken
 */
export async function loadImageData(data: string | undefined): Promise<ImageData> {
  if (data === undefined) throw new Error('No folder with images is given.');
  const has = (files: readonly string[]): boolean =>
    files.some((file) => [file, `${file}.gz`].some((name) => existsSync(join(data, name))));
  if (has(cifarFiles) && has(idxFiles)) {
    throw new UserError(
      `--data: ${data} has the files of MNIST and of CIFAR-10; each needs a folder of its own.`,
    );
  }
  if (has(cifarFiles)) return {title: 'CIFAR-10', ...(await loadCifar10(data))};
  if (existsSync(data) && !has(idxFiles)) {
    throw new UserError(
      `--data: ${data} has neither MNIST or Fashion-MNIST (${idxFiles[0]}, …) nor CIFAR-10 (${cifarFiles.join(', … or ')}, …).`,
    );
  }
  const isFashion = isPublishedFashion(data);
  const source = isFashion ? fashionMnistSource : mnistSource;
  const whole = await loadIdxFolder(source, data);
  return {title: isFashion || hasLabelsOf(mnistSource, whole.test) ? source.name : basename(data), ...whole};
}

/** The four files of Fashion-MNIST have the names of MNIST's; it is known by its published, gzipped test labels. */
function isPublishedFashion(data: string): boolean {
  const {name, digests} = fashionMnistSource.files.testLabels;
  const path = join(data, name);
  return existsSync(path) && sha256(readFileSync(path)) === digests.sha256;
}

function hasLabelsOf({files: {testLabels}}: IdxSource, {labels}: ImageDataset): boolean {
  const file = Buffer.alloc(8 + labels.length);
  file.writeUInt32BE(2049); // As an IDX file of labels begins.
  file.writeUInt32BE(labels.length, 4);
  file.set(labels, 8);
  return sha256(file) === testLabels.contentDigests?.sha256;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
