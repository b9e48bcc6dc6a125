import {gzipSync} from 'node:zlib';
import type {IdxSource, SourceFile} from '../src/sources.js';

/** An IDX file of unsigned bytes. */
export function idxBytes(shape: readonly number[], data: ArrayLike<number>): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 + shape.length);
  for (const [i, size] of shape.entries()) header.setUint32(4 + 4 * i, size);
  return Uint8Array.from([...new Uint8Array(header.buffer), ...Array.from(data)]);
}

/** Images of 2 x 3 and labels, `count` of each, with pixels that hardly compress. */
export function smallFiles(count: number, seed: number): {images: Uint8Array; labels: Uint8Array} {
  let state = seed;
  const pixels = Array.from({length: count * 6}, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  return {
    images: idxBytes([count, 2, 3], pixels),
    labels: idxBytes(
      [count],
      pixels.slice(0, count).map((pixel) => pixel % 4),
    ),
  };
}

/** The gzipped files of a small data set, by the names under which MNIST is published. */
export function publishedFiles(): Map<string, Uint8Array> {
  const train = smallFiles(4000, 1);
  const test = smallFiles(20, 2);
  return new Map([
    ['train-images-idx3-ubyte.gz', gzipSync(train.images)],
    ['train-labels-idx1-ubyte.gz', gzipSync(train.labels)],
    ['t10k-images-idx3-ubyte.gz', gzipSync(test.images)],
    ['t10k-labels-idx1-ubyte.gz', gzipSync(test.labels)],
  ]);
}

/** A source of four files; `describe` gives a file's size and digests. */
export function sourceOf(
  names: Iterable<string>,
  mirrors: readonly string[],
  describe: (name: string) => SourceFile,
): IdxSource {
  const [trainImages, trainLabels, testImages, testLabels] = [...names].map(describe) as [
    SourceFile,
    SourceFile,
    SourceFile,
    SourceFile,
  ];
  return {
    name: 'Small',
    about: '',
    mirrors,
    files: {trainImages, trainLabels, testImages, testLabels},
    classNames: ['a', 'b', 'c', 'd'],
  };
}
