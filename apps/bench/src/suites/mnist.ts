import {createHash} from 'node:crypto';
import {loadMnist, type TrainTest} from '@isomargin/datasets/node';

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
