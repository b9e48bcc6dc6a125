import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {
  classCounts,
  type ImageDataset,
  type StrokeDigitsOptions,
  strokeDigits,
  toFloat32,
} from '../src/index.js';
import {linearAccuracy, nearestNeighbourAccuracy} from './plain-models.js';

const PIXELS = 784;

/** The images of one class, each as text. */
function imagesOf(data: ImageDataset, label: number): string[] {
  const rows = [...data.labels.keys()].filter((row) => data.labels[row] === label);
  return rows.map((row) => String(data.images.subarray(row * PIXELS, (row + 1) * PIXELS)));
}

describe('strokeDigits', () => {
  test('gives 28 x 28 grey images in the counts asked for', () => {
    const counts = [3, 0, 1, 0, 0, 2, 0, 0, 0, 5];
    const data = strokeDigits({counts});
    expect(classCounts(data)).toEqual(counts);
    expect(data).toMatchObject({count: 11, classes: 10, shape: [28, 28, 1]});
    expect(data.images.length).toBe(11 * PIXELS);
    expect(classCounts(strokeDigits({counts: 2}))).toEqual(new Array(10).fill(2));
  });

  // The bytes are part of what the package promises: results on these digits are compared between versions.
  test('gives the same bytes for a seed, always', () => {
    const data = strokeDigits({counts: 20, seed: 1});
    const digest = createHash('sha256').update(data.images).update(new Uint8Array(data.labels)).digest('hex');
    expect(digest).toBe('0f058428a7c25632b37f167b0330e7d8dc2e46332dd62c1db95086c624155de4');
  });

  test('begins a class with the same images whatever the counts', () => {
    const few = strokeDigits({counts: [2, 5, 3, 0, 0, 0, 0, 0, 0, 1], seed: 7});
    const many = strokeDigits({counts: 9, seed: 7});
    for (const digit of [0, 1, 2, 9]) {
      expect(imagesOf(many, digit)).toEqual(expect.arrayContaining(imagesOf(few, digit)));
    }
  });

  test('shares no image between training and test, nor between seeds', () => {
    const all = [
      strokeDigits({counts: 50, seed: 0}),
      strokeDigits({counts: 50, seed: 0, split: 'test'}),
      strokeDigits({counts: 50, seed: 1}),
      strokeDigits({counts: 50, seed: 1, split: 'test'}),
    ].flatMap((data) => data.classNames.flatMap((_, digit) => imagesOf(data, digit)));
    expect(new Set(all).size).toBe(4 * 500);
  });

  test('mixes the classes', () => {
    const half = strokeDigits({counts: 100}).labels.subarray(0, 500);
    expect(new Set(half).size).toBe(10);
    expect([...half].filter((label) => label === 0).length).toBeLessThan(80);
  });

  test('draws white on black, with ink in the middle and little at the edge', () => {
    const data = strokeDigits({counts: 50, seed: 3});
    const values = toFloat32(data);
    let edge = 0;
    for (let row = 0; row < data.count; ++row) {
      const image = values.subarray(row * PIXELS, (row + 1) * PIXELS);
      expect(Math.max(...image)).toBeGreaterThan(0.5);
      const bright = image.filter((value) => value > 0.5).length;
      expect(bright).toBeGreaterThan(8);
      expect(bright).toBeLessThan(300);
      edge += image.filter(
        (value, i) => value > 0.5 && (i < 28 || i >= 756 || i % 28 === 0 || i % 28 === 27),
      ).length;
    }
    expect(edge / data.count).toBeLessThan(0.5);
  });

  test('is too hard for a linear model, but its classes are apart', () => {
    const train = strokeDigits({counts: 500, seed: 2});
    const held = strokeDigits({counts: 100, seed: 2, split: 'test'});
    const linear = linearAccuracy(train, held);
    expect(linear).toBeGreaterThan(0.6);
    expect(linear).toBeLessThan(0.9);
    expect(
      nearestNeighbourAccuracy(train, strokeDigits({counts: 15, seed: 2, split: 'test'})),
    ).toBeGreaterThan(linear);
  });

  test.each<[string, StrokeDigitsOptions, string]>([
    [
      'no counts',
      {} as {counts: number},
      'counts is undefined; a number or a list of 10 numbers is expected',
    ],
    ['a negative count', {counts: -1}, 'counts of digit 0 is -1; an integer from 0 is expected'],
    ['a fractional count', {counts: [1, 1, 1, 0.5, 1, 1, 1, 1, 1, 1]}, 'counts of digit 3 is 0.5'],
    ['too few counts', {counts: [1, 2]}, 'counts has 2 numbers; 10 are expected'],
    ['a seed below 0', {counts: 1, seed: -1}, 'seed is -1; an integer from 0 to 4294967295 is expected'],
    [
      'another split',
      {counts: 1, split: 'validation' as 'test'},
      "split is 'validation'; 'train' or 'test' is expected",
    ],
  ])('refuses %s', (_, options, message) => {
    expect(() => strokeDigits(options)).toThrow(message);
    expect(() => strokeDigits(options)).toThrow(RangeError);
  });
});
