import {readFileSync} from 'node:fs';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {decodeImage, listImages, readImageFiles} from '../src/images/index.js';
import {classCounts, selectRows} from '../src/index.js';
import {imageBatches, listImageFolder, loadImageFolder} from '../src/node/index.js';
import {sharedData} from './shared-data.js';

/** From tools/reference/datasets/images.py. */
const fixture: {
  versions: Record<string, string>;
  images: {name: string; bytes: string; width: number; height: number; pixels: number[]; tolerance: number}[];
  grey: number[];
  resized: {size: [number, number]; pixels: number[]}[];
  transparent: string;
  cmyk: string;
} = JSON.parse(readFileSync(new URL('fixtures/images.json', import.meta.url), 'utf8'));

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
const bytesOf = (name: string): Uint8Array =>
  fromBase64(fixture.images.find((image) => image.name === name)!.bytes);
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

function largestDifference(a: ArrayLike<number>, b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return b.reduce((largest, value, i) => Math.max(largest, Math.abs(value - a[i]!)), 0);
}

describe(`as Pillow ${fixture.versions.pillow}`, () => {
  test.each(fixture.images)('decodes $name', ({name, bytes, width, height, pixels, tolerance}) => {
    const image = decodeImage({name, bytes: fromBase64(bytes)});
    expect([image.width, image.height, image.channels]).toEqual([
      width,
      height,
      pixels.length / width / height,
    ]);
    expect(largestDifference(image.data, pixels)).toBeLessThanOrEqual(tolerance);
  });

  const two = (bytes: Uint8Array) => [
    {name: 'a/1.png', bytes},
    {name: 'b/1.png', bytes},
  ];

  test('makes colours grey', () => {
    const data = readImageFiles(two(bytesOf('rgb.png')), {channels: 'grey'});
    expect(data.shape).toEqual([7, 11, 1]);
    expect([...data.images.subarray(0, 77)]).toEqual(fixture.grey);
  });

  test.each(fixture.resized)('resizes to $size', ({size, pixels}) => {
    const data = readImageFiles(two(bytesOf('rgb.png')), {size});
    expect(data.shape).toEqual([...size, 3]);
    // Pillow rounds between rows and columns.
    expect(largestDifference(data.images.subarray(0, pixels.length), pixels)).toBeLessThanOrEqual(1);
  });
});

describe('decodeImage', () => {
  test('reads graymaps and pixmaps in all their forms', () => {
    const decode = (bytes: Uint8Array) => decodeImage({name: 'x.pnm', bytes});
    expect(decode(ascii('P2\n# made by hand\n3 1 # wide\n5\n0 # black\n1\n5'))).toEqual({
      width: 3,
      height: 1,
      channels: 1,
      data: Uint8Array.from([0, 51, 255]),
    });
    expect(decode(ascii('P3 1 1 255 1 2 3')).data).toEqual(Uint8Array.from([1, 2, 3]));
    expect([...decode(Uint8Array.from([...ascii('P5 2 1 65535\n'), 255, 255, 128, 0])).data]).toEqual([
      255, 128,
    ]);
    // A value that looks like a space or a comment is a value.
    expect([...decode(Uint8Array.from([...ascii('P5 2 1 255\n'), 0x20, 0x23])).data]).toEqual([0x20, 0x23]);
  });

  test('the bytes say what a file without an ending is', () => {
    expect(decodeImage({name: 'x', bytes: bytesOf('rgb.png')}).channels).toBe(3);
  });

  test.each<[string, string, Uint8Array, string]>([
    [
      'a JPEG that is called PNG',
      'a.png',
      bytesOf('full.jpeg'),
      'do not begin as those of a PNG image do; they begin as those of a JPEG image do',
    ],
    [
      'a text that is called JPEG',
      'a.JPG',
      ascii('hello'),
      'a.JPG: is called .jpg, but its 5 bytes do not begin as',
    ],
    ['a pixmap that is called graymap', 'a.pgm', bytesOf('rgb.ppm'), 'a.pgm: is called .pgm, but'],
    ['an empty file', 'a.png', new Uint8Array(0), 'a.png: is called .png, but its 0 bytes do not begin'],
    [
      'a file of no kind',
      'a',
      ascii('hello'),
      'a: 5 bytes that do not begin as those of a PNG image, or a JPEG',
    ],
    ['half a PNG', 'a.png', bytesOf('rgb.png').subarray(0, 150), 'a.png: no whole PNG image ('],
    ['a PNG without an end', 'a.png', bytesOf('rgb.png').subarray(0, -12), 'a.png: no whole PNG image ('],
    [
      'half a JPEG',
      'a.jpg',
      bytesOf('full.jpeg').subarray(0, 800),
      'a.jpg: 800 bytes, a truncated JPEG image',
    ],
    [
      'half a progressive JPEG',
      'a.jpg',
      bytesOf('progressive.jpg').subarray(0, 900),
      'a.jpg: 900 bytes, a truncated JPEG image',
    ],
    [
      'a transparent PNG',
      'a.png',
      fromBase64(fixture.transparent),
      'a.png: pixel 0, 0 is transparent; an opaque',
    ],
    ['CMYK', 'a.jpg', fromBase64(fixture.cmyk), 'a.jpg: has 4 colour components; grey or RGB is expected'],
    [
      'half a graymap',
      'a.pgm',
      bytesOf('grey.pgm').subarray(0, 50),
      'bytes after the header, truncated; its size',
    ],
    [
      'a graymap that is too long',
      'a.pgm',
      Uint8Array.from([...bytesOf('grey.pgm'), 0]),
      'after the header, too many',
    ],
    ['half a header', 'a.pgm', ascii('P5 3'), 'a.pgm: 4 bytes, truncated within the header'],
    ['a header of no sizes', 'a.pgm', ascii('P5 x 2 255\nab'), 'a.pgm: the header says width x, height 2'],
    ['no largest value', 'a.pgm', ascii('P5 1 1 0\na'), 'largest value 0; sides from 1'],
    [
      'a value above the largest',
      'a.pgm',
      ascii('P2 1 1 7\n8'),
      'a.pgm: value 0 is 8; at most 7 is expected',
    ],
    ['a value that is none', 'a.pgm', ascii('P2 1 1 7\n-1'), "a.pgm: value 0 is '-1'; a whole number"],
  ])('refuses %s', (_, name, bytes, message) => {
    expect(() => decodeImage({name, bytes})).toThrow(message);
    expect(() => decodeImage({name, bytes})).toThrow(RangeError);
  });

  test('refuses a PNG with a broken byte', () => {
    const broken = bytesOf('rgb.png');
    broken[60]! ^= 0xff;
    expect(() => decodeImage({name: 'a.png', bytes: broken})).toThrow('a.png: no whole PNG image (');
  });
});

describe('listImages', () => {
  test('orders by numbers within names, and says what it passes over', () => {
    const listing = listImages('faces', [
      's10/1.pgm',
      's2/10.pgm',
      's2/9.PGM',
      's2/.DS_Store',
      '.git/x.png',
      's2/deep/3.png',
      'README',
      's10/notes.txt',
    ]);
    expect(listing).toEqual({
      name: 'faces',
      classNames: ['s2', 's10'],
      paths: ['s2/9.PGM', 's2/10.pgm', 's2/deep/3.png', 's10/1.pgm'],
      labels: Int32Array.from([0, 0, 0, 1]),
      skipped: ['README', 's10/notes.txt'],
    });
  });

  test.each<[string, string[], string]>([
    ['no image', ['a/x.txt'], 'x: there is no image; at least two folders with images'],
    ['one class', ['a/1.png', 'a/2.png'], 'x: all images are in a; at least two folders with images'],
    ['an image in no folder', ['a/1.png', 'b/1.png', '1.png'], 'x: 1.png stands in no folder'],
  ])('refuses %s', (_, paths, message) => {
    expect(() => listImages('x', paths)).toThrow(message);
    expect(() => listImages('x', paths)).toThrow(RangeError);
  });
});

describe('readImageFiles', () => {
  const pgm = (width: number, value: number) =>
    Uint8Array.from([...ascii(`P5 ${width} 1 255\n`), ...new Array(width).fill(value)]);

  test('gives the images in the order of their labels', () => {
    const data = readImageFiles(
      [
        {name: 'b/1.pgm', bytes: pgm(1, 30)},
        {name: 'a/2.pgm', bytes: pgm(1, 20)},
        {name: 'a/1.pgm', bytes: pgm(1, 10)},
      ],
      {name: 'mine'},
    );
    expect(data).toMatchObject({name: 'mine', classNames: ['a', 'b'], shape: [1, 1, 1]});
    expect([[...data.images], [...data.labels]]).toEqual([
      [10, 20, 30],
      [0, 0, 1],
    ]);
  });

  test('other sizes and colours are refused, or made alike by option', () => {
    const sizes = [
      {name: 'a/1.pgm', bytes: pgm(1, 30)},
      {name: 'b/1.pgm', bytes: pgm(4, 20)},
    ];
    expect(() => readImageFiles(sizes)).toThrow(
      'b/1.pgm: is 1 high and 4 wide, and a/1.pgm is 1 high and 1 wide; size resizes images to [height, width]',
    );
    expect([...readImageFiles(sizes, {size: [1, 2]}).images]).toEqual([30, 30, 20, 20]);
    const colours = [
      {name: 'a/1.pgm', bytes: pgm(1, 30)},
      {name: 'b/1.ppm', bytes: ascii('P6 1 1 255\nabc')},
    ];
    expect(() => readImageFiles(colours)).toThrow(
      "b/1.ppm: is in colour, and a/1.pgm is grey; channels makes all of them 'grey' or 'rgb'",
    );
    expect([...readImageFiles(colours, {channels: 'rgb'}).images]).toEqual([30, 30, 30, 97, 98, 99]);
    expect([...readImageFiles(colours, {channels: 'grey'}).images]).toEqual([30, 98]);
    expect(() => readImageFiles(colours, {channels: 'gray' as 'grey'})).toThrow(
      "channels is 'gray'; 'grey' or 'rgb'",
    );
    expect(() => readImageFiles(sizes, {size: [0, 2]})).toThrow(
      'size is [0, 2]; [height, width] is expected',
    );
  });
});

describe('a folder', () => {
  let dir = '';
  const put = async (path: string, bytes: Uint8Array): Promise<void> => {
    await mkdir(dirname(join(dir, path)), {recursive: true});
    await writeFile(join(dir, path), bytes);
  };
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'isomargin-images-'));
    for (const [folder, files] of [
      ['c2', ['2.png', '10.png']],
      ['c10', ['1.png']],
    ] as const) {
      for (const file of files) await put(`${folder}/${file}`, bytesOf('grey.png'));
    }
    await put('c10/deep/2.pgm', bytesOf('grey.pgm'));
    await put('README', ascii('hello'));
  });
  afterAll(() => rm(dir, {recursive: true}));

  test('is listed, loaded, and read in batches', async () => {
    const listing = await listImageFolder(dir);
    expect(listing.paths).toEqual(['c2/2.png', 'c2/10.png', 'c10/1.png', 'c10/deep/2.pgm']);
    expect([listing.dir, listing.skipped, [...listing.labels]]).toEqual([dir, ['README'], [0, 0, 1, 1]]);
    const whole = await loadImageFolder(dir);
    expect(whole).toMatchObject({shape: [7, 11, 1], classNames: ['c2', 'c10'], count: 4});
    for (const row of [0, 3]) expect([...selectRows(whole, [row]).images]).toEqual(fixture.grey);
    const batches = [];
    for await (const batch of imageBatches(listing, {batchSize: 2, rows: [3, 0, 1]})) batches.push(batch);
    expect(batches).toEqual([selectRows(whole, [3, 0]), selectRows(whole, [1])]);
  });

  test('what cannot be read is named', async () => {
    await expect(loadImageFolder(join(dir, 'none'))).rejects.toThrow(
      'none cannot be read: it does not exist',
    );
    await expect(loadImageFolder(join(dir, 'README'))).rejects.toThrow(
      'README cannot be read: it is no folder',
    );
    const listing = await listImageFolder(dir);
    const first = (options: Parameters<typeof imageBatches>[1]) => imageBatches(listing, options).next();
    await expect(first({batchSize: 0})).rejects.toThrow('batchSize is 0; an integer from 1 is expected');
    await expect(first({rows: [4]})).rejects.toThrow(
      'row 4 is asked for; an integer from 0 to 3 is expected',
    );
    await put('c2/3.png', bytesOf('full.jpeg'));
    await expect(loadImageFolder(dir)).rejects.toThrow('3.png: is called .png, but');
    await expect(imageBatches({...listing, paths: ['c2/gone.png']}, {rows: [0]}).next()).rejects.toThrow(
      'gone.png cannot be read: it does not exist',
    );
  });
});

const faces = sharedData('orl-faces');
test.skipIf(!faces)('ORL faces (skipped where ../shared/data/orl-faces is absent)', async () => {
  const data = await loadImageFolder(faces!);
  expect(data.shape).toEqual([112, 92, 1]);
  expect(data.classNames).toEqual(Array.from({length: 40}, (_, i) => `s${i + 1}`));
  expect(classCounts(data)).toEqual(new Array(40).fill(10));
  const file = readFileSync(join(faces!, 's10/10.pgm'));
  expect(selectRows(data, [99]).images).toEqual(Uint8Array.from(file.subarray(file.length - 92 * 112)));
});
