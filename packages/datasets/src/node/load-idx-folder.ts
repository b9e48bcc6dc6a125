import {readdir, readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import type {NamedBytes} from '../idx/read-idx.js';
import {readIdxDataset} from '../idx/read-idx.js';
import type {ImageDataset} from '../image-dataset.js';
import {type IdxSource, mnistSource} from '../sources.js';

/** A data set with its own test images. */
export interface TrainTest {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
}

/**
 * Loads the four files of an IDX data set from a folder. A file may be gzipped or not, and be called as it is
 * published (`train-images-idx3-ubyte.gz`) or with a dot (`train-images.idx3-ubyte`). No digest is compared, so
 * a folder may hold files of one's own under these names.
 *
 * @throws Error where the folder cannot be read or a file is missing: the message names all missing files
 * @throws RangeError where a file is not what it should be, as `readIdxDataset` does
 */
export async function loadIdxFolder(source: IdxSource, dir: string): Promise<TrainTest> {
  const folder = resolve(dir);
  const present = new Set(await listFolder(folder, source.name));
  const {trainImages, trainLabels, testImages, testLabels} = source.files;
  const missing: string[] = [];
  const paths = [trainImages, trainLabels, testImages, testLabels].map((file) => {
    const names = namesOf(file.name);
    const found = names.find((name) => present.has(name));
    if (found === undefined) missing.push(file.name);
    return join(folder, found ?? file.name);
  });
  if (missing.length > 0) {
    throw new Error(
      `${source.name}: ${folder} lacks ${missing.length} of 4 files:\n  ${missing.join('\n  ')}\n` +
        `Each may be unzipped too, and written with a dot, as ${namesOf(missing[0]!)[3]}.`,
    );
  }
  const part = async (split: string, images: string, labels: string): Promise<ImageDataset> =>
    readIdxDataset({
      name: `${source.name}, ${split}`,
      images: await readNamed(images),
      labels: await readNamed(labels),
      classes: source.classNames,
    });
  const train = await part('train', paths[0]!, paths[1]!);
  const test = await part('test', paths[2]!, paths[3]!);
  return {train, test};
}

/** Loads MNIST from a folder; see {@link loadIdxFolder}. */
export function loadMnist(dir: string): Promise<TrainTest> {
  return loadIdxFolder(mnistSource, dir);
}

/** The names that a published file goes by: gzipped or not, with a dash or with a dot. */
export function namesOf(published: string): string[] {
  const plain = published.replace(/\.gz$/, '');
  const dotted = plain.replace(/-(idx\d)/, '.$1');
  return [`${plain}.gz`, plain, `${dotted}.gz`, dotted];
}

async function listFolder(folder: string, name: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'ENOTDIR'
          ? 'is not a folder'
          : `cannot be read (${error})`;
    throw new Error(`${name}: ${folder} ${why}; a folder with its IDX files is expected`, {cause: error});
  }
}

async function readNamed(path: string): Promise<NamedBytes> {
  return {name: path, bytes: await readFile(path)};
}
