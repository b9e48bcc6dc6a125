import '@tensorflow/tfjs-backend-cpu';
import {memory, tensor1d, tensor2d, tensor4d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {
  adasyn,
  allKnn,
  borderlineSmote,
  clusterCentroids,
  condensedNearestNeighbour,
  editedNearestNeighbours,
  kMeansSmote,
  nearMiss,
  neighbourhoodCleaningRule,
  oneSidedSelection,
  randomOverSampler,
  randomUnderSampler,
  repeatedEditedNearestNeighbours,
  type Sampler,
  smote,
  smoteEnn,
  smoteTomek,
  tomekLinks,
} from '../src/index.js';
import {randomTable} from './random-tables.js';

const {X, y} = randomTable([60, 20, 35], 3, 1);

/** What every method of numbers must keep. */
const samplers: Sampler[] = [
  adasyn({seed: 1}),
  allKnn(),
  borderlineSmote({seed: 1}),
  clusterCentroids({seed: 1}),
  condensedNearestNeighbour({seed: 1}),
  editedNearestNeighbours(),
  kMeansSmote({seed: 1, clusters: 2, balanceThreshold: 0.1}),
  nearMiss(),
  neighbourhoodCleaningRule(),
  oneSidedSelection({seed: 1}),
  randomOverSampler({seed: 1}),
  randomOverSampler({seed: 1, shrinkage: 0.5}),
  randomUnderSampler({seed: 1}),
  repeatedEditedNearestNeighbours({kind: 'mode'}),
  smote({seed: 1}),
  smoteEnn({seed: 1}),
  smoteTomek({seed: 1}),
  tomekLinks(),
];

describe.each(samplers.map((sampler): [string, Sampler] => [sampler.name, sampler]))('%s', (_, sampler) => {
  const flat = {data: Float32Array.from(X.flat()), columns: 3};
  const rounded = Array.from({length: X.length}, (_, i) => [...flat.data.subarray(i * 3, i * 3 + 3)]);
  const result = sampler.fitResample(rounded, y);

  test('indices, classes and marks belong together', () => {
    const {indices, synthetic} = result;
    expect([result.y.length, indices.length, synthetic.length]).toEqual(new Array(3).fill(result.X.length));
    for (const [i, row] of result.X.entries()) {
      expect(result.y[i]).toBe(y[indices[i]!]);
      if (!synthetic[i]) expect(row).toEqual(rounded[indices[i]!]);
      expect(row.every(Number.isFinite)).toBe(true);
    }
    expect(result.X.length).not.toBe(X.length);
    // Rows that were there come first.
    expect([...synthetic]).toEqual([...synthetic].sort());
  });

  test('nothing that was given is changed or shared', () => {
    const given = structuredClone(X);
    const labels = [...y];
    const {X: rows, y: classes} = sampler.fitResample(given, labels);
    for (const row of rows) row.fill(1e9);
    classes.fill(-1);
    expect(given).toEqual(X);
    expect(labels).toEqual(y);
  });

  test('the same again, and in slices', async () => {
    expect(sampler.fitResample(rounded, y)).toEqual(result);
    expect(await sampler.fitResampleAsync(rounded, y)).toEqual(result);
  });

  test('typed arrays in, typed arrays out', () => {
    const typed = sampler.fitResample(flat, Uint8Array.from(y));
    expect(typed.X.data).toBeInstanceOf(Float32Array);
    expect(typed.X.columns).toBe(3);
    expect([...typed.X.data]).toEqual([...Float32Array.from(result.X.flat())]);
    expect(typed.y).toEqual(Uint8Array.from(result.y));
    expect(typed.indices).toEqual(result.indices);
  });

  test('tensors in, tensors out, and none left over', async () => {
    const xs = tensor2d(rounded);
    const ys = tensor1d(y, 'int32');
    const before = memory().numTensors;
    const made = sampler.fitResample(xs, ys);
    expect(made.X.shape).toEqual([result.X.length, 3]);
    expect(made.y.dtype).toBe('int32');
    expect(made.X.dataSync()).toEqual(Float32Array.from(result.X.flat()));
    expect([...made.y.dataSync()]).toEqual(result.y);
    const later = await sampler.fitResampleAsync(xs, ys);
    expect(later.X.dataSync()).toEqual(made.X.dataSync());
    expect(memory().numTensors).toBe(before + 4);
    for (const tensor of [made.X, made.y, later.X, later.y, xs, ys]) tensor.dispose();
  });
});

test('classes are texts as well', () => {
  const names = y.map((label) => ['ash', 'beech', 'oak'][label]!);
  const asText = smote({targets: {counts: {beech: 44}}}).fitResample(X, names);
  const asNumbers = smote({targets: {counts: {1: 44}}}).fitResample(X, y);
  expect(asText.X).toEqual(asNumbers.X);
  expect(asText.y.slice(-24)).toEqual(new Array(24).fill('beech'));
});

test('axes of a tensor after the first are one row', () => {
  const images = tensor4d(
    X.flatMap((row) => [...row, 0]),
    [X.length, 2, 2, 1],
  );
  const {X: more} = smote({seed: 1}).fitResample(images, y);
  expect(more.shape).toEqual([180, 2, 2, 1]);
});

test('rows of anything, where nothing is computed', () => {
  const rows = [
    ['a', 1],
    ['b', 2],
    ['c', Number.NaN],
  ];
  const {X: more, indices} = randomOverSampler().fitResample(rows, [0, 0, 1]);
  expect(more).toEqual([...rows, ['c', Number.NaN]]);
  expect([...indices]).toEqual([0, 1, 2, 2]);
});

describe('each class has its own stream', () => {
  const {X: rows, y: labels} = randomTable([50, 20, 30], 2, 2);
  const rowsOf = (code: number, targets: Record<number, number>): number[][] => {
    const {
      X: all,
      y: classes,
      synthetic,
    } = smote({targets: {counts: targets}, seed: 9}).fitResample(rows, labels);
    return all.filter((_, i) => synthetic[i] && classes[i] === code);
  };

  test('what is made of one does not depend on the others', () => {
    expect(rowsOf(2, {1: 20, 2: 50})).toEqual(rowsOf(2, {1: 47, 2: 50}));
    expect(rowsOf(1, {1: 40})).toEqual(rowsOf(1, {1: 90}).slice(0, 20));
  });

  test('another seed makes other rows', () => {
    const one = smote({seed: 1}).fitResample(rows, labels);
    const other = smote({seed: 2}).fitResample(rows, labels);
    expect(one.X).not.toEqual(other.X);
  });
});

describe('long work', () => {
  const {X: rows, y: labels} = randomTable([2500, 1500], 12, 3);

  test('tells how far it is, and lets the event loop run', async () => {
    const shares: number[] = [];
    let ticks = 0;
    const timer = setInterval(() => ++ticks, 1);
    await editedNearestNeighbours().fitResampleAsync(rows, labels, {
      onProgress: ({stage, done, total}) => {
        expect(stage).toBe('nearest neighbours');
        shares.push(done / total);
      },
    });
    clearInterval(timer);
    expect(shares.length).toBeGreaterThan(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
    expect(ticks).toBeGreaterThan(0);
  });

  test('ends with the reason of the signal', async () => {
    const controller = new AbortController();
    const work = smote().fitResampleAsync(rows, labels, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(work).rejects.toThrow('enough');
    await expect(smote().fitResampleAsync(rows, labels, {signal: controller.signal})).rejects.toThrow(
      'enough',
    );
  });
});
