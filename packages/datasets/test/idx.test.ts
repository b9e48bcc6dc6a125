import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {parseIdx, readIdx, readIdxDataset} from '../src/index.js';
import {idxBytes, smallFiles} from './idx-bytes.js';

const images = idxBytes([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 255]);
const labels = idxBytes([2], [3, 0]);

function dataset(imageBytes: Uint8Array, labelBytes: Uint8Array, classes: number | string[] = 4) {
  return readIdxDataset({
    name: 'tiny',
    images: {name: 'tiny-images', bytes: imageBytes},
    labels: {name: 'tiny-labels', bytes: labelBytes},
    classes,
  });
}

describe('parseIdx', () => {
  test('gives shape and data', () => {
    expect(parseIdx(images, 'x')).toEqual({
      shape: [2, 2, 2],
      data: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 255]),
    });
  });

  test('reads a view that begins inside a larger buffer', () => {
    const larger = new Uint8Array(images.length + 5);
    larger.set(images, 5);
    expect(parseIdx(larger.subarray(5), 'x').shape).toEqual([2, 2, 2]);
  });

  test.each([
    ['no header', new Uint8Array(3), 'x: 3 bytes; an IDX file has a header of at least 4'],
    ['half a header', images.subarray(0, 9), 'x: 9 bytes, truncated; 3 dimensions make a header of 16 bytes'],
    [
      'a value too few',
      images.subarray(0, images.length - 1),
      'x: 7 bytes after the header, truncated; its 2 x 2 x 2 values make 8',
    ],
    [
      'a value too many',
      Uint8Array.from([...images, 0]),
      'x: 9 bytes after the header, too many; its 2 x 2 x 2 values make 8',
    ],
    [
      'a size beyond any memory',
      idxBytes([0xffffffff, 0xffffffff, 0xffffffff], [0]),
      'x: 1 bytes after the header, truncated',
    ],
    [
      'another type',
      Uint8Array.from([0, 0, 13, 1, 0, 0, 0, 0]),
      'x: the magic number is 3329 (0x00000d01), type float32; 0x000008dd is expected',
    ],
    [
      'another format',
      new TextEncoder().encode('<html>'),
      'x: the magic number is 1013478509 (0x3c68746d); ',
    ],
    ['no dimension', Uint8Array.from([0, 0, 8, 0, 1]), 'x: the magic number is 2048 (0x00000800); '],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseIdx(bytes, 'x')).toThrow(message);
    expect(() => parseIdx(bytes, 'x')).toThrow(RangeError);
  });

  test('refuses another number of dimensions than expected', () => {
    expect(() => parseIdx(labels, 'x', 3)).toThrow(
      'x: the magic number is 2049 (0x00000801); 2051 (0x00000803) is expected: 3 dimensions of unsigned bytes',
    );
  });
});

describe('readIdx', () => {
  test('unzips', async () => {
    expect(await readIdx({name: 'x', bytes: gzipSync(images)})).toEqual(parseIdx(images, 'x'));
  });

  const zipped = gzipSync(smallFiles(500, 3).images);
  const flipped = (at: number) => zipped.map((byte, i) => (i === at ? byte ^ 0xff : byte));
  test.each([
    ['truncated', zipped.subarray(0, zipped.length - 20)],
    ['without the end of its trailer', zipped.subarray(0, zipped.length - 2)],
    ['with a changed byte', flipped(1000)],
    ['with a changed CRC', flipped(zipped.length - 6)],
    ['with bytes after it', Uint8Array.from([...zipped, 1, 2, 3])],
    ['of its first bytes', zipped.subarray(0, 5)],
  ])('refuses gzip data %s', async (_, bytes) => {
    const read = readIdx({name: 'x.gz', bytes});
    await expect(read).rejects.toThrow(`x.gz: ${bytes.length} bytes that are no complete gzip data (`);
    await expect(read).rejects.toThrow(RangeError);
  });
});

describe('readIdxDataset', () => {
  test('makes a data set', async () => {
    const data = await dataset(gzipSync(images), labels, ['a', 'b', 'c', 'd']);
    expect(data).toEqual({
      name: 'tiny',
      images: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 255]),
      labels: Int32Array.from([3, 0]),
      shape: [2, 2, 1],
      classes: 4,
      classNames: ['a', 'b', 'c', 'd'],
      count: 2,
    });
  });

  test('refuses counts that differ', async () => {
    await expect(dataset(images, idxBytes([3], [0, 1, 2]))).rejects.toThrow(
      'tiny-images has 2 images and tiny-labels has 3 labels; as many of one as of the other are expected',
    );
  });

  test('refuses a label beyond the classes', async () => {
    await expect(dataset(images, labels, 3)).rejects.toThrow(
      'tiny-labels: label 0 is 3; an integer from 0 to 2 is expected',
    );
  });

  test('refuses files that were exchanged', async () => {
    await expect(dataset(labels, images)).rejects.toThrow('tiny-images: the magic number is 2049');
    await expect(dataset(images, images)).rejects.toThrow('tiny-labels: the magic number is 2051');
  });

  test('refuses images without pixels', async () => {
    await expect(dataset(idxBytes([2, 0, 4], []), labels)).rejects.toThrow('tiny-images: images of 0 x 4');
  });
});
