import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {
  cifar10ClassNames,
  cifar100ClassNames,
  cifar100CoarseClassNames,
  classCounts,
  readCifar10,
  readCifar100,
} from '../src/index.js';
import {loadCifar10, loadCifar100} from '../src/node/index.js';
import {sharedData} from './shared-data.js';

/** A record whose pixel (y, x) has the red x, the green y, and the blue x + y. */
function record(...labels: number[]): Uint8Array {
  const planes = [(_: number, x: number) => x, (y: number) => y, (y: number, x: number) => x + y].flatMap(
    (value) => Array.from({length: 1024}, (_, i) => value(i >> 5, i & 31)),
  );
  return Uint8Array.from([...labels, ...planes]);
}

const file = (bytes: Uint8Array) => [{name: 'x.bin', bytes}];
const joined = (...records: Uint8Array[]) => Uint8Array.from(records.flatMap((one) => [...one]));

describe('readCifar10', () => {
  test('gives pixel after pixel, with the labels of all files in order', async () => {
    const data = await readCifar10([
      {name: 'a', bytes: joined(record(3), record(9))},
      {name: 'b', bytes: gzipSync(record(0))},
    ]);
    expect(data).toMatchObject({name: 'CIFAR-10', shape: [32, 32, 3], classes: 10, count: 3});
    expect([...data.labels]).toEqual([3, 9, 0]);
    expect(data.classNames).toEqual(cifar10ClassNames);
    for (const row of [0, 2]) {
      const at = ((row * 32 + 5) * 32 + 7) * 3;
      expect([...data.images.subarray(at, at + 3)]).toEqual([7, 5, 12]);
    }
  });

  test.each<[string, Uint8Array, string]>([
    [
      'a truncated file',
      record(1).subarray(0, 3000),
      'x.bin: 3000 bytes; a whole number of records of 3073 bytes',
    ],
    ['a file that is too long', joined(record(1), Uint8Array.of(1)), 'x.bin: 3074 bytes'],
    ['an empty file', new Uint8Array(0), 'x.bin: 0 bytes'],
    [
      'a label beyond the classes',
      joined(record(1), record(10)),
      'x.bin: the label of record 1 is 10; an integer',
    ],
    [
      'truncated gzip data',
      gzipSync(record(1)).subarray(0, 90),
      'x.bin: 90 bytes that are no complete gzip data',
    ],
    ['CIFAR-100', record(1, 2), 'x.bin: 3074 bytes'],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(readCifar10(file(bytes))).rejects.toThrow(message);
    await expect(readCifar10(file(bytes))).rejects.toThrow(RangeError);
  });

  test('refuses no file', async () => {
    await expect(readCifar10([])).rejects.toThrow('CIFAR-10: no file is given');
  });
});

describe('readCifar100', () => {
  test('has fine and coarse labels', async () => {
    const bytes = joined(record(19, 99), record(0, 1));
    const fine = await readCifar100(file(bytes));
    expect([[...fine.labels], fine.classes]).toEqual([[99, 1], 100]);
    const coarse = await readCifar100(file(bytes), {labels: 'coarse', name: 'mine'});
    expect([[...coarse.labels], coarse.classes, coarse.name]).toEqual([[19, 0], 20, 'mine']);
    expect([...coarse.images.subarray(0, 6)]).toEqual([0, 0, 0, 1, 0, 1]);
    expect([new Set(cifar100ClassNames).size, new Set(cifar100CoarseClassNames).size]).toEqual([100, 20]);
  });

  test('refuses labels beyond the classes', async () => {
    await expect(readCifar100(file(record(20, 0)))).rejects.toThrow(
      'x.bin: the coarse label of record 0 is 20',
    );
    await expect(readCifar100(file(record(0, 100)))).rejects.toThrow('x.bin: the label of record 0 is 100');
    expect(() => readCifar100(file(record(0, 0)), {labels: 'all' as 'fine'})).toThrow(
      "labels is 'all'; 'fine' or",
    );
  });
});

describe('from a folder', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'isomargin-cifar-'));
  });
  afterEach(() => rm(dir, {recursive: true}));

  test('five batches, gzipped or not, in order', async () => {
    for (const batch of [1, 2, 3, 4]) await writeFile(join(dir, `data_batch_${batch}.bin`), record(batch));
    await writeFile(join(dir, 'test_batch.bin'), record(9));
    await expect(loadCifar10(dir)).rejects.toThrow(
      `CIFAR-10: ${dir} lacks data_batch_5.bin; each may be gzipped`,
    );
    await writeFile(join(dir, 'data_batch_5.bin.gz'), gzipSync(record(5)));
    const {train, test: held} = await loadCifar10(dir);
    expect([[...train.labels], train.name]).toEqual([[1, 2, 3, 4, 5], 'CIFAR-10, train']);
    expect([[...held.labels], held.name]).toEqual([[9], 'CIFAR-10, test']);
    await expect(loadCifar100(dir)).rejects.toThrow('lacks train.bin, test.bin');
  });

  test('CIFAR-100', async () => {
    await writeFile(join(dir, 'train.bin'), record(1, 2));
    await writeFile(join(dir, 'test.bin.gz'), gzipSync(record(3, 4)));
    expect([...(await loadCifar100(dir)).train.labels]).toEqual([2]);
    expect([...(await loadCifar100(dir, {labels: 'coarse'})).test.labels]).toEqual([3]);
  });

  test('a folder that is not there is named', async () => {
    await expect(loadCifar10(join(dir, 'none'))).rejects.toThrow('none cannot be read: it does not exist');
  });
});

const real = sharedData('cifar10');
test.skipIf(!real)('CIFAR-10-LT (skipped where ../shared/data/cifar10 is absent)', async () => {
  const {train, test: held} = await loadCifar10(real!);
  expect(classCounts(train)).toEqual([5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]);
  expect(classCounts(held)).toEqual(new Array(10).fill(200));
  // Airplanes are photographed against the sky: more blue than red, on average.
  const sums = [0, 0, 0];
  for (let i = 0; i < 200 * 3072; ++i) sums[i % 3]! += held.images[i]!;
  expect(sums[2]! / sums[0]!).toBeGreaterThan(1.05);
});
