import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';

const PIXELS = 3 * 32 * 32;

/**
 * Writes images as CIFAR-10 in its binary form: all training images in one gzipped file, sorted by class, as a long-tailed part of
 * it comes. Every image has one brightness, by its class and place.
 *
 * @param train images of each class
 * @param test images of each class
 */
export function writeCifarFiles(folder: string, train: readonly number[], test: readonly number[]): void {
  writeFileSync(join(folder, 'train_batch.bin.gz'), gzipSync(records(train)));
  writeFileSync(join(folder, 'test_batch.bin.gz'), gzipSync(records(test)));
}

/** Writes the training images as the five batches of the published data set. */
export function writeCifarBatches(folder: string, each: readonly number[], test: readonly number[]): void {
  for (const batch of [1, 2, 3, 4, 5]) writeFileSync(join(folder, `data_batch_${batch}.bin`), records(each));
  writeFileSync(join(folder, 'test_batch.bin'), records(test));
}

function records(counts: readonly number[]): Buffer {
  return Buffer.concat(
    counts.flatMap((count, label) =>
      Array.from({length: count}, (_, at) =>
        Buffer.concat([Buffer.from([label]), Buffer.alloc(PIXELS, 20 * label + (at % 20))]),
      ),
    ),
  );
}
