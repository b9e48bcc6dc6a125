import {createHash} from 'node:crypto';
import {type ImageDataset, subsample} from '@isomargin/datasets';
import {loadMnist, type TrainTest} from '@isomargin/datasets/node';
import {seedOf} from '../random.js';
import type {DatasetSettings} from '../results/types.js';

/** The whole of MNIST. */
export async function wholeMnist(data: string | undefined): Promise<TrainTest> {
  if (data === undefined) throw new Error('MNIST: no folder with its files is given.');
  return loadMnist(data);
}

/** SHA-256 of images and labels, whatever files they were in. */
export function contentHash({train, test}: TrainTest): string {
  const hash = createHash('sha256');
  for (const {images, labels, shape} of [train, test]) {
    hash
      .update(shape.join('x'))
      .update(images)
      .update(new Uint8Array(Int32Array.from(labels).buffer));
  }
  return hash.digest('hex');
}

/** MNIST with the counts of a data set: which images are kept depends on the seed alone, not on the loss. */
export async function cutMnist(
  {trainCounts, testCounts}: DatasetSettings,
  seed: number,
  data: string | undefined,
): Promise<TrainTest> {
  const {train, test} = await wholeMnist(data);
  const cut = (part: ImageDataset, counts: readonly number[], purpose: string): ImageDataset =>
    subsample(part, counts, seedOf(seed, purpose)).dataset;
  return {train: cut(train, trainCounts, 'training images'), test: cut(test, testCounts, 'test images')};
}
