import '@tensorflow/tfjs-backend-cpu';
import {gather, oneHot, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {layers, sequential} from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  type BatchSampler,
  batchDataset,
  classBalancedBatches,
  deferredBatches,
  mPerClassBatches,
  progressivelyBalancedBatches,
  SamplingError,
  shuffledBatches,
  squareRootBatches,
  stratifiedBatches,
} from '../src/index.js';

/** Labels of so many rows a class, spread over the rows. */
function labelsOf(counts: readonly number[]): number[] {
  const labels = counts.flatMap((count, label) => new Array<number>(count).fill(label));
  return labels.map((_, i) => labels[(i * 7919) % labels.length]!);
}

const rowsOf = (batches: BatchSampler, epoch = 0): number[] =>
  [...batches.epoch(epoch)].flatMap((rows) => [...rows]);

const countsOf = (rows: Iterable<number>, y: readonly number[], classes: number): number[] => {
  const counts = new Array<number>(classes).fill(0);
  for (const row of rows) counts[y[row]!]!++;
  return counts;
};

const y = labelsOf([100, 30, 7, 60]);

describe('an epoch', () => {
  test('of shuffledBatches has each row once', () => {
    const rows = rowsOf(shuffledBatches(y, {batchSize: 10}));
    expect([...rows].sort((a, b) => a - b)).toEqual(y.map((_, row) => row));
    expect(rows).not.toEqual([...rows].sort((a, b) => a - b));
  });

  test('of classBalancedBatches has as many rows of each class, and uses the rows of a class evenly', () => {
    const rows = rowsOf(classBalancedBatches(y, {batchSize: 10, rowsPerEpoch: 402}));
    expect(countsOf(rows, y, 4)).toEqual([101, 101, 100, 100]);
    const uses = countsOf(
      rows,
      y.map((_, row) => row),
      y.length,
    );
    for (const [label, count] of [100, 30, 7, 60].entries()) {
      const ofClass = uses.filter((_, row) => y[row] === label);
      const quota = ofClass.reduce((sum, use) => sum + use, 0);
      expect(
        ofClass.every((use) => use === Math.floor(quota / count) || use === Math.ceil(quota / count)),
      ).toBe(true);
    }
  });

  test('of squareRootBatches goes by the square root', () => {
    expect(
      countsOf(
        rowsOf(squareRootBatches(labelsOf([100, 25, 4]), {rowsPerEpoch: 170})),
        labelsOf([100, 25, 4]),
        3,
      ),
    ).toEqual([100, 50, 20]);
  });

  test('of progressivelyBalancedBatches goes from one to the other', () => {
    const labels = labelsOf([90, 10]);
    const batches = progressivelyBalancedBatches(labels, {epochs: 4});
    const rare = [0, 1, 2, 3, 4, 9].map((epoch) => countsOf(rowsOf(batches, epoch), labels, 2)[1]);
    expect(rare).toEqual([10, 20, 30, 40, 50, 50]);
  });

  test('depends on the seed and its number alone', () => {
    for (const make of [
      shuffledBatches,
      classBalancedBatches,
      squareRootBatches,
      stratifiedBatches,
      mPerClassBatches,
    ]) {
      const options = make === mPerClassBatches ? {classesPerBatch: 2} : {batchSize: 16};
      const one = make(y, {...options, seed: 1});
      const third = rowsOf(one, 3);
      expect(rowsOf(make(y, {...options, seed: 1}), 3)).toEqual(third);
      expect(rowsOf(one, 3)).toEqual(third);
      expect(rowsOf(one, 4)).not.toEqual(third);
      expect(rowsOf(make(y, {...options, seed: 2}), 3)).not.toEqual(third);
    }
  });
});

test('labels may be typed arrays, texts and tensors', () => {
  const plain = rowsOf(classBalancedBatches(y));
  expect(rowsOf(classBalancedBatches(Uint8Array.from(y)))).toEqual(plain);
  expect(rowsOf(classBalancedBatches(y.map((label) => 'abcd'[label]!)))).toEqual(plain);
  const tensor = tensor1d(y, 'int32');
  expect(rowsOf(classBalancedBatches(tensor))).toEqual(plain);
  expect(tensor.isDisposed).toBe(false);
});

describe('the last batch', () => {
  const sizes = (lastBatch: 'short' | 'drop' | 'even', batchSize = 50): number[] =>
    [...shuffledBatches(y, {batchSize, lastBatch}).epoch(0)].map((rows) => rows.length);

  test('is short, dropped, or all are even', () => {
    expect(sizes('short')).toEqual([50, 50, 50, 47]);
    expect(sizes('drop')).toEqual([50, 50, 50]);
    expect(sizes('even')).toEqual([49, 49, 49, 50]);
    expect(shuffledBatches(y, {batchSize: 50, lastBatch: 'drop'}).batchesIn(0)).toBe(3);
  });

  test('cannot be dropped where it is the only one', () => {
    expect(() => sizes('drop', 198)).toThrow(
      "an epoch of 197 rows has no whole batch of 198, and lastBatch is 'drop'",
    );
  });
});

test('stratifiedBatches: each row once, and every class near its share after every batch', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({min: 1, max: 60}), {minLength: 2, maxLength: 12}),
      fc.integer({min: 1, max: 40}),
      fc.constantFrom('short' as const, 'even' as const),
      fc.nat(),
      (counts, batchSize, lastBatch, seed) => {
        const labels = labelsOf(counts.map((count) => count));
        const total = labels.length;
        const actual = countsOf(labels.keys(), labels, counts.length);
        const batches = [...stratifiedBatches(labels, {batchSize, lastBatch, seed}).epoch(1)];
        const so = new Array<number>(counts.length).fill(0);
        let seen = 0;
        for (const rows of batches) {
          seen += rows.length;
          for (const row of rows) so[labels[row]!]!++;
          for (const [label, count] of actual.entries()) {
            const share = (seen * count) / total;
            expect(so[label]).toBeGreaterThanOrEqual(Math.floor(share));
            expect(so[label]).toBeLessThanOrEqual(Math.ceil(share));
          }
        }
        const rows = batches.flatMap((batch) => [...batch]);
        expect(rows.sort((a, b) => a - b)).toEqual(labels.map((_, row) => row));
      },
    ),
    {numRuns: 100, seed: 1},
  );
});

test('mPerClassBatches: P classes with K rows, classes in rounds, rows in rounds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({min: 1, max: 12}), {minLength: 2, maxLength: 9}),
      fc.integer({min: 1, max: 9}),
      fc.integer({min: 1, max: 5}),
      fc.nat(),
      (counts, wanted, rowsPerClass, seed) => {
        const labels = counts.flatMap((count, label) => new Array<number>(count).fill(label));
        const classesPerBatch = Math.min(wanted, counts.length);
        const options = {classesPerBatch, rowsPerClass, batchesPerEpoch: 13, seed};
        const visits = counts.map(() => 0);
        const uses = labels.map(() => 0);
        for (const rows of mPerClassBatches(labels, options).epoch(0)) {
          const here = countsOf(rows, labels, counts.length);
          expect(here.filter((count) => count === rowsPerClass).length).toBe(classesPerBatch);
          expect(here.filter((count) => count > 0).length).toBe(classesPerBatch);
          for (const [label, count] of here.entries()) visits[label]! += Math.sign(count);
          for (const row of rows) uses[row]!++;
          expect(Math.max(...visits) - Math.min(...visits)).toBeLessThanOrEqual(1);
        }
        for (const label of counts.keys()) {
          const ofClass = uses.filter((_, row) => labels[row] === label);
          expect(Math.max(...ofClass) - Math.min(...ofClass)).toBeLessThanOrEqual(1);
        }
      },
    ),
    {numRuns: 200, seed: 2},
  );
});

test('mPerClassBatches: as many batches as rows fill', () => {
  const batches = mPerClassBatches(y, {classesPerBatch: 3, rowsPerClass: 5});
  expect([batches.batchSize, batches.batchesIn(0), [...batches.epoch(0)].length]).toEqual([15, 14, 14]);
});

test('deferredBatches: another rule from an epoch on', () => {
  const first = shuffledBatches(y, {batchSize: 20});
  const second = classBalancedBatches(y, {batchSize: 20, rowsPerEpoch: 40});
  const batches = deferredBatches([
    {from: 0, batches: first},
    {from: 3, batches: second},
  ]);
  expect([0, 2, 3, 7].map((epoch) => batches.batchesIn(epoch))).toEqual([10, 10, 2, 2]);
  expect(rowsOf(batches, 2)).toEqual(rowsOf(first, 2));
  expect(rowsOf(batches, 3)).toEqual(rowsOf(second, 3));
});

describe('batchDataset', () => {
  test('trains a model, one epoch an epoch', async () => {
    const xs = tensor2d(y.map((label, i) => [label, i % 3]));
    const ys = oneHot(tensor1d(y, 'int32'), 4);
    const model = sequential({layers: [layers.dense({units: 4, inputShape: [2], activation: 'softmax'})]});
    model.compile({optimizer: 'sgd', loss: 'categoricalCrossentropy'});
    const batches = classBalancedBatches(y, {batchSize: 64, seed: 5});
    const asked: number[][] = [];
    const dataset = batchDataset(batches, (rows) => {
      asked.push([...rows]);
      const places = tensor1d(rows, 'int32');
      const batch = {xs: gather(xs, places), ys: gather(ys, places)};
      places.dispose();
      return batch;
    });
    expect(dataset.size).toBe(4);
    const ends: number[] = [];
    await model.fitDataset(dataset, {
      epochs: 3,
      verbose: 0,
      callbacks: {onEpochEnd: async () => void ends.push(asked.length)},
    });
    expect(ends).toEqual([4, 8, 12]);
    expect(asked.flat()).toEqual([0, 1, 2].flatMap((epoch) => rowsOf(batches, epoch)));
  });

  test('continues with a later epoch', async () => {
    const batches = shuffledBatches(y, {batchSize: 100});
    const iterator = await batchDataset(batches, (rows) => [...rows], 6).iterator();
    expect((await iterator.next()).value).toEqual(rowsOf(batches, 6).slice(0, 100));
    await iterator.next();
    expect((await iterator.next()).done).toBe(true);
  });
});

test('a million labels', () => {
  const labels = Int32Array.from({length: 1_000_000}, (_, i) => (i % 100 === 0 ? 1 : 0));
  let rare = 0;
  for (const rows of classBalancedBatches(labels, {batchSize: 128}).epoch(0)) {
    for (const row of rows) rare += labels[row]!;
  }
  expect(rare).toBe(500_000);
});

describe('bad input', () => {
  test.each<[string, () => unknown, string]>([
    ['one class', () => shuffledBatches([1, 1]), 'shuffledBatches: y has one class alone, 1'],
    [
      'too few classes',
      () => mPerClassBatches(y),
      'mPerClassBatches: classesPerBatch is 8, and y has 4 classes; give at most as many.',
    ],
    [
      'an epoch before the first',
      () => [...shuffledBatches(y).epoch(-1)],
      'shuffledBatches: the epoch is -1; an integer from 0 is expected.',
    ],
    ['no phases', () => deferredBatches([]), 'deferredBatches: there are no phases'],
    [
      'a late first phase',
      () => deferredBatches([{from: 1, batches: shuffledBatches(y)}]),
      'deferredBatches: phase 0 begins at epoch 1; 0 is expected.',
    ],
    [
      'phases in disorder',
      () => deferredBatches([0, 5, 5].map((from) => ({from, batches: shuffledBatches(y)}))),
      'deferredBatches: phase 2 begins at epoch 5; an integer from 6 is expected.',
    ],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(SamplingError);
    expect(act).toThrow(message);
  });

  test('options', () => {
    expect(() => shuffledBatches(y, {batchSize: 0})).toThrow(
      'shuffledBatches: batchSize must be an integer >= 1, but got 0.',
    );
    expect(() => progressivelyBalancedBatches(y, {epoch: 3} as never)).toThrow("Did you mean 'epochs'?");
  });
});
