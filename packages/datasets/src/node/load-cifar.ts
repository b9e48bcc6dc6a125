import {readdir, readFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {type Cifar100Options, type CifarOptions, readCifar10, readCifar100} from '../cifar/read-cifar.js';
import type {NamedBytes} from '../idx/read-idx.js';
import {readFailure} from './file-bytes.js';
import type {TrainTest} from './load-idx-folder.js';

/** Names of the files, in order: as published, or all training images in one. */
const CIFAR10_TRAIN = [
  [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
  ['train_batch.bin'],
] as const;

/**
 * Loads CIFAR-10 from a folder: `data_batch_1.bin` to `data_batch_5.bin`, or all in one `train_batch.bin`, and
 * `test_batch.bin`, each gzipped (`.gz`) or not. No digest is compared, so a folder may hold a part of one's own.
 *
 * @throws Error where the folder or a file cannot be read, or files are missing: the message names them
 * @throws RangeError as `readCifar10` does
 */
export async function loadCifar10(dir: string, options: CifarOptions = {}): Promise<TrainTest> {
  const name = options.name ?? 'CIFAR-10';
  const {train, test} = await findFiles(dir, name, CIFAR10_TRAIN, 'test_batch.bin');
  return {
    train: await readCifar10(train, {name: `${name}, train`}),
    test: await readCifar10(test, {name: `${name}, test`}),
  };
}

/**
 * Loads CIFAR-100 from a folder: `train.bin` and `test.bin`, each gzipped (`.gz`) or not.
 *
 * @throws Error as {@link loadCifar10} does
 * @throws RangeError as `readCifar100` does
 */
export async function loadCifar100(dir: string, options: Cifar100Options = {}): Promise<TrainTest> {
  const name = options.name ?? 'CIFAR-100';
  const {train, test} = await findFiles(dir, name, [['train.bin']], 'test.bin');
  return {
    train: await readCifar100(train, {...options, name: `${name}, train`}),
    test: await readCifar100(test, {...options, name: `${name}, test`}),
  };
}

/** Reads the files of the first set of which one is there, and that of the test images. */
async function findFiles(
  dir: string,
  name: string,
  trainSets: readonly (readonly string[])[],
  testFile: string,
): Promise<{train: NamedBytes[]; test: NamedBytes[]}> {
  const folder = resolve(dir);
  let present: Set<string>;
  try {
    present = new Set(await readdir(folder));
  } catch (error) {
    throw new Error(`${name}: ${folder} cannot be read: ${readFailure(error)}`, {cause: error});
  }
  const found = (file: string): string | undefined => [file, `${file}.gz`].find((one) => present.has(one));
  const set = trainSets.find((files) => files.some((file) => found(file) !== undefined)) ?? trainSets[0]!;
  const missing = [...set, testFile].filter((file) => found(file) === undefined);
  if (missing.length > 0) {
    throw new Error(
      `${name}: ${folder} lacks ${missing.join(', ')}; each may be gzipped, and end in .gz, too`,
    );
  }
  const read = (files: readonly string[]): Promise<NamedBytes[]> =>
    Promise.all(
      files.map(async (file) => {
        const path = join(folder, found(file)!);
        return {name: path, bytes: await readFile(path)};
      }),
    );
  return {train: await read(set), test: await read([testFile])};
}
