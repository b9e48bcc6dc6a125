import {describe, expect, test} from 'vitest';
import {classCounts, type ImageDatasetParts, imageDataset, selectRows, toFloat32} from '../src/index.js';

const parts: ImageDatasetParts = {
  name: 'tiny',
  images: Uint8Array.from([0, 51, 102, 153, 204, 255]),
  labels: [1, 0, 1],
  shape: [1, 2, 1],
  classes: 3,
};

describe('imageDataset', () => {
  test('names classes by number where no names are given', () => {
    const data = imageDataset(parts);
    expect(data.classNames).toEqual(['0', '1', '2']);
    expect(data).toMatchObject({classes: 3, count: 3, labels: Int32Array.from([1, 0, 1])});
  });

  test.each<[string, Partial<ImageDatasetParts>, string]>([
    ['a label too large', {labels: [0, 3, 1]}, 'tiny: label 1 is 3; an integer from 0 to 2 is expected'],
    ['a negative label', {labels: [0, 1, -1]}, 'tiny: label 2 is -1'],
    ['a fractional label', {labels: [0.5, 1, 1]}, 'tiny: label 0 is 0.5'],
    ['a label that is no number', {labels: [0, Number.NaN, 1]}, 'tiny: label 1 is NaN'],
    ['too few pixels', {images: new Uint8Array(5)}, 'tiny: there are 5 pixel values; 3 labels'],
    ['an empty side', {shape: [0, 2, 1]}, 'tiny: shape is [0, 2, 1]; [height, width, channels] is expected'],
    ['no class', {classes: 0}, 'tiny: the number of classes is 0'],
    ['no class name', {classes: []}, 'tiny: the number of classes is 0'],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => imageDataset({...parts, ...wrong})).toThrow(message);
    expect(() => imageDataset({...parts, ...wrong})).toThrow(RangeError);
  });
});

test('toFloat32 scales to [0, 1], for all rows or for some', () => {
  const data = imageDataset(parts);
  expect(toFloat32(data)).toEqual(Float32Array.from([0, 0.2, 0.4, 0.6, 0.8, 1]));
  expect(toFloat32(data, [2, 0])).toEqual(Float32Array.from([0.8, 1, 0, 0.2]));
});

test('selectRows keeps the order asked for and repeats rows', () => {
  const chosen = selectRows(imageDataset(parts), [1, 0, 1]);
  expect([...chosen.images]).toEqual([102, 153, 0, 51, 102, 153]);
  expect([...chosen.labels]).toEqual([0, 1, 0]);
  expect(chosen.count).toBe(3);
  expect(() => selectRows(imageDataset(parts), [3])).toThrow('tiny: row 3 is asked for');
});

test('classCounts counts classes without images as 0', () => {
  expect(classCounts(imageDataset(parts))).toEqual([1, 2, 0]);
});
