import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {strokeDigits} from '@isomargin/datasets';

/** Writes drawn digits as the four files of MNIST. @param perClass [training, test] images of each digit */
export function writeIdxFiles(folder: string, [train, test]: readonly [number, number]): void {
  for (const [prefix, count, split] of [
    ['train', train, 'train'],
    ['t10k', test, 'test'],
  ] as const) {
    const {images, labels} = strokeDigits({counts: count, seed: 1, split});
    const header = (magic: number, sizes: number[]): Buffer => {
      const bytes = Buffer.alloc(4 + 4 * sizes.length);
      bytes.writeUInt32BE(magic);
      for (const [i, size] of sizes.entries()) bytes.writeUInt32BE(size, 4 + 4 * i);
      return bytes;
    };
    writeFileSync(
      join(folder, `${prefix}-images-idx3-ubyte`),
      Buffer.concat([header(2051, [labels.length, 28, 28]), images]),
    );
    writeFileSync(
      join(folder, `${prefix}-labels-idx1-ubyte`),
      Buffer.concat([header(2049, [labels.length]), Uint8Array.from(labels)]),
    );
  }
}
