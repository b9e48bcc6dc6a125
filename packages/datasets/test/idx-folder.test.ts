import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {classCounts, fashionMnistSource, mnistSource} from '../src/index.js';
import {downloadSource, loadIdxFolder, loadMnist} from '../src/node/index.js';
import {publishedFiles, sourceOf} from './idx-bytes.js';

const files = publishedFiles();
const source = sourceOf(files.keys(), [], (name) => ({name, bytes: 0, digests: {}}));
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'isomargin-idx-'));
});
afterEach(() => rm(dir, {recursive: true}));

describe('loadIdxFolder', () => {
  test.each<[string, (name: string) => string]>([
    ['as published', (name) => name],
    ['unzipped', (name) => name.replace('.gz', '')],
    ['with a dot', (name) => name.replace('-idx', '.idx')],
    ['unzipped, with a dot', (name) => name.replace('-idx', '.idx').replace('.gz', '')],
  ])('reads files %s', async (_, rename) => {
    for (const [name, bytes] of files) {
      const renamed = rename(name);
      await writeFile(join(dir, renamed), renamed.endsWith('.gz') ? bytes : gunzipSync(bytes));
    }
    const {train, test: held} = await loadIdxFolder(source, dir);
    expect(train).toMatchObject({
      name: 'Small, train',
      count: 4000,
      shape: [2, 3, 1],
      classNames: ['a', 'b', 'c', 'd'],
    });
    expect(held).toMatchObject({name: 'Small, test', count: 20});
  });

  test('names all files that are missing', async () => {
    await writeFile(join(dir, 'train-images-idx3-ubyte.gz'), files.get('train-images-idx3-ubyte.gz')!);
    await expect(loadIdxFolder(source, dir)).rejects.toThrow(
      `Small: ${dir} lacks 3 of 4 files:\n` +
        '  train-labels-idx1-ubyte.gz\n  t10k-images-idx3-ubyte.gz\n  t10k-labels-idx1-ubyte.gz\n' +
        'Each may be unzipped too, and written with a dot, as train-labels.idx1-ubyte.',
    );
  });

  test('names the file that is broken', async () => {
    for (const [name, bytes] of files) await writeFile(join(dir, name), bytes);
    const path = join(dir, 't10k-labels-idx1-ubyte.gz');
    await writeFile(path, files.get('train-labels-idx1-ubyte.gz')!.subarray(0, 100));
    await expect(loadIdxFolder(source, dir)).rejects.toThrow(
      `${path}: 100 bytes that are no complete gzip data`,
    );
    await writeFile(path, files.get('train-labels-idx1-ubyte.gz')!);
    await expect(loadIdxFolder(source, dir)).rejects.toThrow(`has 20 images and ${path} has 4000 labels`);
  });

  test('refuses a folder that is not there or is none', async () => {
    await expect(loadMnist(join(dir, 'none'))).rejects.toThrow(`MNIST: ${join(dir, 'none')} does not exist`);
    await writeFile(join(dir, 'file'), '');
    await expect(loadMnist(join(dir, 'file'))).rejects.toThrow(`MNIST: ${join(dir, 'file')} is not a folder`);
    await mkdir(join(dir, 'empty'));
    await expect(loadMnist(join(dir, 'empty'))).rejects.toThrow('lacks 4 of 4 files');
  });
});

test('the sources have complete entries', () => {
  for (const {files: entries, mirrors, classNames} of [mnistSource, fashionMnistSource]) {
    expect(mirrors.length).toBeGreaterThan(1);
    for (const mirror of mirrors) expect(new URL(mirror).href).toBe(mirror);
    expect(mirrors.every((mirror) => mirror.endsWith('/'))).toBe(true);
    expect(classNames.length).toBe(10);
    for (const {name, bytes, digests, contentDigests} of Object.values(entries)) {
      expect(name).toMatch(/^(train|t10k)-(images-idx3|labels-idx1)-ubyte\.gz$/);
      expect(Number.isInteger(bytes)).toBe(true);
      expect(digests.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(digests.md5).toMatch(/^[0-9a-f]{32}$/);
      if (contentDigests) expect(contentDigests.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  }
});

// MNIST itself is not part of the project; where a folder beside it has the files, they are read.
const mnist = fileURLToPath(new URL('../../../../shared/data/mnist', import.meta.url));
describe.skipIf(!existsSync(mnist))('MNIST (skipped where ../shared/data/mnist is absent)', () => {
  test('has the known counts', async () => {
    const {train, test: held} = await loadMnist(mnist);
    expect(classCounts(train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(classCounts(held)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });

  test('matches its digests, although its training images were packed again', async () => {
    const found = await downloadSource({...mnistSource, mirrors: []}, {dir: mnist});
    expect(found.map(({status}) => status)).toEqual(['present', 'present', 'present', 'present']);
  });
});
