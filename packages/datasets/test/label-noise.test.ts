import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  imageDataset,
  type LabelNoise,
  type NoisyLabels,
  noisyLabels,
  splitRows,
  tableDataset,
  transitionMatrix,
  withLabelNoise,
} from '../src/index.js';

const seeds = fc.integer({min: 0, max: 2 ** 32 - 1});
const labelLists = fc.array(fc.integer({min: 0, max: 3}), {maxLength: 80});
const rates = fc.double({min: 0, max: 1, noNaN: true});
const kinds = fc.constantFrom('symmetric' as const, 'pair-flip' as const);

/** What a report says, counted anew. */
function expectHonest(
  before: readonly number[],
  {labels, flips, transitions, counts, rate}: NoisyLabels,
): void {
  const changed = before.flatMap((label, row) => (labels[row] === label ? [] : [row]));
  expect([...flips.rows]).toEqual(changed);
  expect([...flips.from]).toEqual(changed.map((row) => before[row]));
  expect([...flips.to]).toEqual(changed.map((row) => labels[row]));
  expect(rate).toBe(before.length === 0 ? 0 : changed.length / before.length);
  for (let i = 0; i < counts.length; ++i) {
    expect(counts[i]).toBe(labels.filter((label) => label === i).length);
    for (let j = 0; j < counts.length; ++j) {
      expect(transitions[i]![j]).toBe(before.filter((label, row) => label === i && labels[row] === j).length);
    }
  }
}

describe('noisyLabels', () => {
  test('reports what it did, in every class within one of the rate, and leaves the labels given alone', () => {
    fc.assert(
      fc.property(labelLists, kinds, rates, seeds, (labels, kind, rate, seed) => {
        const given = [...labels];
        const noisy = noisyLabels(labels, {noise: {kind, rate}, classes: 4, seed});
        expect(labels).toEqual(given);
        expectHonest(labels, noisy);
        for (const [label, row] of noisy.transitions.entries()) {
          const size = row.reduce((sum, count) => sum + count, 0);
          expect(Math.abs(size - row[label]! - rate * size)).toBeLessThan(1);
          if (kind === 'pair-flip') expect(row[label]! + row[(label + 1) % 4]!).toBe(size);
        }
        expect(noisyLabels(Int32Array.from(labels), {noise: {kind, rate}, classes: 4, seed})).toEqual(noisy);
      }),
    );
  });

  test('what a smaller rate changes, a larger one changes to the same', () => {
    fc.assert(
      fc.property(labelLists, kinds, rates, rates, seeds, (labels, kind, a, b, seed) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)].map((rate) =>
          noisyLabels(labels, {noise: {kind, rate}, classes: 4, seed}),
        ) as [NoisyLabels, NoisyLabels];
        for (const row of small.flips.rows) expect(large.labels[row]).toBe(small.labels[row]);
      }),
    );
  });

  test('half of ten is five, all is all, none is none', () => {
    const labels = Array.from({length: 10}, () => 1);
    const flipped = (rate: number) =>
      noisyLabels(labels, {noise: {kind: 'symmetric', rate}, classes: 3, seed: 4}).flips.rows.length;
    expect([flipped(0), flipped(0.5), flipped(1), flipped(0.3)]).toEqual([0, 5, 10, 3]);
  });

  test('the mean number of changes is the rate, also in a class of one row', () => {
    // 2,000 seeds at 0.3: four standard errors are 0.041.
    let flips = 0;
    for (let seed = 0; seed < 2000; ++seed) {
      flips += noisyLabels([0], {noise: {kind: 'symmetric', rate: 0.3}, classes: 3, seed}).flips.rows.length;
    }
    expect(Math.abs(flips / 2000 - 0.3)).toBeLessThan(0.041);
  });

  test('the classes that labels change to are as the matrix has them', () => {
    const matrix = [
      [0.5, 0.4, 0.1],
      [0, 1, 0],
      [0.25, 0.25, 0.5],
    ];
    const labels = Array.from({length: 30_000}, (_, row) => row % 3);
    const {transitions} = noisyLabels(labels, {noise: {kind: 'transition', matrix}, classes: 3, seed: 9});
    expect(transitions[0]![0]).toBe(5000);
    expect(transitions[1]).toEqual([0, 10_000, 0]);
    // Of 5,000 changes 4,000 and 2,500 are expected; four standard deviations are 113 and 141.
    expect(Math.abs(transitions[0]![1]! - 4000)).toBeLessThan(113);
    expect(Math.abs(transitions[2]![1]! - 2500)).toBeLessThan(141);
    const even = noisyLabels(labels, {noise: {kind: 'symmetric', rate: 0.6}, classes: 3, seed: 9});
    expect(Math.abs(even.transitions[0]![1]! - 3000)).toBeLessThan(155);
  });

  test('has nothing to do with the rows that a split of the same seed holds back', () => {
    // Of 1,000 rows 100 are flipped and 100 held back: 10 in common on average, 2.85 is a standard deviation.
    const labels = Array.from({length: 1000}, () => 0);
    let common = 0;
    for (let seed = 0; seed < 50; ++seed) {
      const {flips} = noisyLabels(labels, {noise: {kind: 'symmetric', rate: 0.1}, classes: 2, seed});
      const held = new Set(splitRows(labels, {validation: 0.1, seed}).validation);
      common += flips.rows.filter((row) => held.has(row)).length;
    }
    expect(Math.abs(common / 50 - 10)).toBeLessThan(4 * (2.85 / Math.sqrt(50)));
  });

  test.each<[string, LabelNoise, string]>([
    [
      'a rate above 1',
      {kind: 'symmetric', rate: 1.5},
      'noise: rate is 1.5; a number from 0 to 1 is expected',
    ],
    ['a rate that is no number', {kind: 'pair-flip', rate: Number.NaN}, 'noise: rate is NaN'],
    ['a kind that is none', {kind: 'salt'} as never, "noise: kind is 'salt'; 'symmetric', 'pair-flip' or"],
    [
      'pairs for fewer classes',
      {kind: 'pair-flip', rate: 0.1, to: [1]},
      'noise: to has 1 classes; 3 are expected',
    ],
    [
      'a pair beyond the classes',
      {kind: 'pair-flip', rate: 0.1, to: [1, 2, 3]},
      'noise: to has 3; an integer',
    ],
    ['a matrix of two', {kind: 'transition', matrix: [[1]]}, 'noise: matrix has 1 rows; 3 are expected'],
    [
      'a row of two',
      {
        kind: 'transition',
        matrix: [
          [1, 0, 0],
          [0, 1],
          [0, 0, 1],
        ],
      },
      'noise: row 1 of matrix has 2 values; 3 are expected',
    ],
    [
      'a row that does not sum to 1',
      {
        kind: 'transition',
        matrix: [
          [1, 0, 0],
          [0, 0.5, 0.4],
          [0, 0, 1],
        ],
      },
      'noise: row 1 of matrix sums to 0.9; 1 is expected',
    ],
    [
      'a negative probability',
      {
        kind: 'transition',
        matrix: [
          [1, 0, 0],
          [0, 1.5, -0.5],
          [0, 0, 1],
        ],
      },
      'noise: row 1 of matrix has 1.5; a probability from 0 to 1',
    ],
  ])('refuses %s', (_, noise, message) => {
    expect(() => noisyLabels([0, 1], {noise, classes: 3, seed: 1})).toThrow(message);
    expect(() => noisyLabels([0, 1], {noise, classes: 3, seed: 1})).toThrow(RangeError);
  });

  test('refuses labels, classes and seeds that are none', () => {
    const noise: LabelNoise = {kind: 'symmetric', rate: 0.1};
    expect(() => noisyLabels([0, 3], {noise, classes: 3, seed: 1})).toThrow(
      'label 1 is 3; an integer from 0 to 2',
    );
    expect(() => noisyLabels([0, 0], {noise, classes: 1, seed: 1})).toThrow(
      'classes is 1; an integer from 2',
    );
    expect(() => noisyLabels([0, 1], {noise, classes: 2, seed: -1})).toThrow('seed is -1');
  });
});

test('pairs may be named, and a class that is its own pair does not change', () => {
  const noise: LabelNoise = {kind: 'pair-flip', rate: 0.25, to: [2, 1, 0]};
  expect(transitionMatrix(noise, 3)).toEqual([
    [0.75, 0, 0.25],
    [0, 1, 0],
    [0.25, 0, 0.75],
  ]);
});

test('withLabelNoise changes the labels of a data set alone', () => {
  const noise: LabelNoise = {kind: 'pair-flip', rate: 1};
  const images = imageDataset({
    name: 'i',
    images: Uint8Array.from([7, 8]),
    labels: [0, 1],
    shape: [1, 1, 1],
    classes: 2,
  });
  const {dataset, flips} = withLabelNoise(images, {noise, seed: 1});
  expect(dataset).toEqual({...images, labels: Int32Array.from([1, 0])});
  expect([...images.labels]).toEqual([0, 1]);
  expect([...flips.rows]).toEqual([0, 1]);
  const table = tableDataset({
    name: 't',
    columns: [{type: 'number', name: 'n', values: Float64Array.from([1, 2])}],
    labels: [0, 1],
    classes: 2,
  });
  expect(withLabelNoise(table, {noise, seed: 1}).dataset.columns).toEqual(table.columns);
});
