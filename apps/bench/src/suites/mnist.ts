import {createHash} from 'node:crypto';
import {type ImageDataset, subsample} from '@isomargin/datasets';
import {loadMnist, type TrainTest} from '@isomargin/datasets/node';
import {type Examples, imageExamples} from '../examples.js';
import {seedOf} from '../random.js';
import type {LoadRequest, TrainTestExamples} from './suite.js';

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
export async function cutMnist({dataset, seed, data}: LoadRequest): Promise<TrainTestExamples> {
  const {train, test} = await wholeMnist(data);
  const cut = (part: ImageDataset, counts: readonly number[], purpose: string): Examples =>
    imageExamples(subsample(part, counts, seedOf(seed, purpose)).dataset);
  return {
    train: cut(train, dataset.trainCounts, 'training images'),
    test: cut(test, dataset.testCounts, 'test images'),
  };
}
