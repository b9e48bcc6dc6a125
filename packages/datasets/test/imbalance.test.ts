import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  classCounts,
  exponentialCounts,
  type ImageDataset,
  imageDataset,
  perClassCounts,
  stepCounts,
  stratifiedSplit,
  subsample,
} from '../src/index.js';

/** A data set whose single pixel says which row it was. */
function numbered(labels: number[], classes: number): ImageDataset {
  return imageDataset({
    name: 'numbered',
    images: Uint8Array.from(labels, (_, row) => row),
    labels,
    shape: [1, 1, 1],
    classes,
  });
}

const labelLists = fc.array(fc.integer({min: 0, max: 3}), {minLength: 1, maxLength: 60});
const seeds = fc.integer({min: 0, max: 2 ** 32 - 1});

describe('counts', () => {
  test('per class', () => {
    expect(perClassCounts([9, 8, 7], {0: 2, 2: 0})).toEqual([2, 8, 0]);
    expect(() => perClassCounts([9, 8, 7], {3: 1})).toThrow('wanted: class 3; an integer from 0 to 2');
    expect(() => perClassCounts([9, 8, 7], {1: 9})).toThrow(
      'class 1: 9 images are asked for; an integer from 0 to 8',
    );
    expect(() => perClassCounts([9, 8, 7], {1: 1.5})).toThrow('class 1: 1.5 images are asked for');
  });

  test('step', () => {
    expect(stepCounts([5923, 6742, 5958], {classes: [0, 2], fraction: 0.1})).toEqual([592, 6742, 596]);
    expect(stepCounts([10, 10], {classes: [], fraction: 1})).toEqual([10, 10]);
    expect(() => stepCounts([10], {classes: [0], fraction: 0})).toThrow('fraction is 0; a number above 0');
    expect(() => stepCounts([10], {classes: [0], fraction: 1.1})).toThrow('fraction is 1.1');
    expect(() => stepCounts([10], {classes: [0], fraction: Number.NaN})).toThrow('fraction is NaN');
    expect(() => stepCounts([10], {classes: [1], fraction: 1})).toThrow('classes: class 1');
    expect(() => stepCounts([10], {classes: [0], fraction: 0.01})).toThrow(
      'fraction is 0.01: of class 0, which has 10 images, none would be left',
    );
  });

  test('exponential: the counts of CIFAR-10-LT at ratio 100', () => {
    expect(exponentialCounts({classes: 10, max: 5000, ratio: 100})).toEqual([
      5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50,
    ]);
  });

  test('exponential: bounds', () => {
    expect(exponentialCounts({classes: 2, max: 7, ratio: 7})).toEqual([7, 1]);
    expect(exponentialCounts({classes: 3, max: 7, ratio: 1})).toEqual([7, 7, 7]);
    // 32 ** (-4 / 5) is 1 / 16 less a rounding error.
    expect(exponentialCounts({classes: 6, max: 32, ratio: 32})).toEqual([32, 16, 8, 4, 2, 1]);
    expect(() => exponentialCounts({classes: 1, max: 7, ratio: 2})).toThrow('classes is 1');
    expect(() => exponentialCounts({classes: 3, max: 0, ratio: 1})).toThrow('max is 0');
    expect(() => exponentialCounts({classes: 3, max: 7, ratio: 0.5})).toThrow(
      'ratio is 0.5; a number from 1 to max = 7',
    );
    expect(() => exponentialCounts({classes: 3, max: 7, ratio: 8})).toThrow('ratio is 8');
  });
});

describe('subsample', () => {
  test('gives the counts asked for, rows in order, each with its own pixel and label', () => {
    fc.assert(
      fc.property(
        labelLists,
        fc.array(fc.double({min: 0, max: 1, noNaN: true}), {minLength: 4, maxLength: 4}),
        seeds,
        (labels, shares, seed) => {
          const data = numbered(labels, 4);
          const counts = classCounts(data).map((count, label) => Math.floor(count * shares[label]!));
          const part = subsample(data, counts, seed);
          expect(part.counts).toEqual(counts);
          expect(classCounts(part.dataset)).toEqual(counts);
          expect([...part.rows]).toEqual([...new Set(part.rows)].sort((a, b) => a - b));
          expect([...part.dataset.images]).toEqual([...part.rows]);
          expect([...part.dataset.labels]).toEqual([...part.rows].map((row) => labels[row]));
        },
      ),
    );
  });

  test('keeps part of what a larger count keeps, whatever the other classes do', () => {
    const data = numbered(
      Array.from({length: 200}, (_, row) => row % 2),
      2,
    );
    const rowsOfClass0 = (counts: number[], seed: number) =>
      [...subsample(data, counts, seed).rows].filter((row) => row % 2 === 0);
    for (const seed of [0, 1, 4294967295]) {
      const large = rowsOfClass0([60, 100], seed);
      expect(large).toEqual(expect.arrayContaining(rowsOfClass0([20, 3], seed)));
    }
  });

  test('chooses the same rows again for a seed, and others for another', () => {
    const data = numbered(new Array<number>(200).fill(0), 1);
    expect(subsample(data, [20], 5).rows).toEqual(subsample(data, [20], 5).rows);
    expect(subsample(data, [20], 5).rows).not.toEqual(subsample(data, [20], 6).rows);
  });

  test('chooses every row equally often', () => {
    const data = numbered(new Array<number>(20).fill(0), 1);
    const hits = new Array<number>(20).fill(0);
    for (let seed = 0; seed < 2000; ++seed) for (const row of subsample(data, [5], seed).rows) hits[row]!++;
    // 500 are expected; the standard deviation is 19.
    expect(Math.min(...hits)).toBeGreaterThan(400);
    expect(Math.max(...hits)).toBeLessThan(600);
  });

  test('refuses what it cannot do', () => {
    const data = numbered([0, 0, 1], 2);
    expect(() => subsample(data, [3, 1], 0)).toThrow(
      'class 0: 3 images are asked for; an integer from 0 to 2',
    );
    expect(() => subsample(data, [1], 0)).toThrow('counts has 1 numbers; 2 are expected');
    expect(() => subsample(data, [1, 1], -1)).toThrow('seed is -1; an integer from 0 to 4294967295');
    expect(() => subsample(data, [1, 1], 0.5)).toThrow('seed is 0.5');
    expect(() => subsample(data, [1, 1], 2 ** 32)).toThrow('seed is 4294967296');
  });
});

describe('stratifiedSplit', () => {
  test('divides every class, and every row goes to one part', () => {
    fc.assert(
      fc.property(
        labelLists,
        fc.double({min: 0.01, max: 0.99, noNaN: true}),
        seeds,
        (labels, validation, seed) => {
          const data = numbered(labels, 4);
          const split = stratifiedSplit(data, {validation, seed});
          expect([...split.trainRows, ...split.validationRows].sort((a, b) => a - b)).toEqual(
            labels.map((_, row) => row),
          );
          expect([...split.train.images]).toEqual([...split.trainRows]);
          expect([...split.validation.images]).toEqual([...split.validationRows]);
          const held = classCounts(split.validation);
          for (const [label, count] of classCounts(data).entries()) {
            if (count < 2) expect(held[label]).toBe(0);
            else {
              expect(held[label]).toBeGreaterThan(0);
              expect(held[label]).toBeLessThan(count);
              // As near as whole images allow.
              const share = Math.min(Math.max(validation * count, 1), count - 1);
              expect(Math.abs(held[label]! - share)).toBeLessThanOrEqual(0.5 + 1e-9);
            }
          }
        },
      ),
    );
  });

  test('refuses a share that leaves a part empty', () => {
    const data = numbered([0, 1], 2);
    expect(() => stratifiedSplit(data, {validation: 0, seed: 0})).toThrow(
      'validation is 0; a number above 0',
    );
    expect(() => stratifiedSplit(data, {validation: 1, seed: 0})).toThrow('validation is 1');
  });
});
