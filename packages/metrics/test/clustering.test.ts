import '@tensorflow/tfjs-backend-cpu';
import {tensor1d} from '@tensorflow/tfjs-core';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {normals} from '../../../tools/testing/numeric.js';
import {
  adjustedMutualInformation,
  adjustedRandIndex,
  clusteringMetrics,
  kMeans,
  mutualInformation,
  normalizedMutualInformation,
  silhouette,
  vMeasure,
} from '../src/index.js';
import {casesOf} from './close.js';

const averages = ['arithmetic', 'geometric', 'min', 'max'] as const;

interface Agreement {
  name: string;
  yTrue: number[];
  clusters: number[];
  mutualInformation: number;
  normalized: Record<(typeof averages)[number], number>;
  /** In 40 digits; null for 0/0. */
  adjusted: Record<(typeof averages)[number], number | null>;
  adjustedRand: number;
  vMeasure: {beta: number; values: [number, number, number]}[];
}

interface Samples {
  name: string;
  embeddings: number[][];
  labels: (number | boolean)[];
  samples: Record<'euclidean' | 'cosine', number[]>;
}

interface Centres {
  name: string;
  embeddings: number[][];
  k: number;
  inertia: number;
}

const cases = casesOf<Agreement | Samples | Centres>('clustering');
const agreements = cases.filter((entry): entry is Agreement => 'yTrue' in entry);

/** Within 1e-9 relative; what cancels out to 0 in one of the two, within 1e-14. */
function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    1e-9 * Math.abs(expected) + 1e-14,
  );
}

describe.each(agreements)('as scikit-learn: $name', (entry) => {
  const {yTrue, clusters} = entry;

  test('mutual information, normalised and adjusted', () => {
    expectNear(mutualInformation(yTrue, clusters), entry.mutualInformation);
    for (const average of averages) {
      expectNear(normalizedMutualInformation(yTrue, clusters, {average}), entry.normalized[average]);
      expectNear(adjustedMutualInformation(yTrue, clusters, {average}), entry.adjusted[average] ?? 1);
    }
    expectNear(normalizedMutualInformation(yTrue, clusters), entry.normalized.arithmetic);
    expectNear(adjustedMutualInformation(yTrue, clusters), entry.adjusted.arithmetic ?? 1);
  });

  test('adjusted Rand index', () => {
    expectNear(adjustedRandIndex(yTrue, clusters), entry.adjustedRand);
  });

  test('homogeneity, completeness, V-measure', () => {
    for (const {beta, values} of entry.vMeasure) {
      const found = vMeasure(yTrue, clusters, {beta});
      expectNear(found.homogeneity, values[0]);
      expectNear(found.completeness, values[1]);
      expectNear(found.vMeasure, values[2]);
    }
  });

  test('all together', () => {
    expect(clusteringMetrics(yTrue, clusters, {average: 'max'})).toEqual({
      normalizedMutualInformation: normalizedMutualInformation(yTrue, clusters, {average: 'max'}),
      adjustedMutualInformation: adjustedMutualInformation(yTrue, clusters, {average: 'max'}),
      adjustedRandIndex: adjustedRandIndex(yTrue, clusters),
      ...vMeasure(yTrue, clusters),
    });
  });
});

test('the order of the examples does not matter, and many of them are no problem', () => {
  const n = 60_000;
  const yTrue = Int32Array.from({length: n}, (_, i) => (i * i) % 1009);
  const clusters = yTrue.map((label, i) => (i % 3 === 0 ? (i * 7) % 900 : label));
  const {adjustedMutualInformation: adjusted, adjustedRandIndex: rand} = clusteringMetrics(yTrue, clusters);
  const reversed = clusteringMetrics(yTrue.slice().reverse(), clusters.slice().reverse());
  expectNear(reversed.adjustedMutualInformation, adjusted);
  expect(reversed.adjustedRandIndex).toBe(rand);
  expect(adjusted).toBeGreaterThan(0.3);
  // By chance it is 0, as the expected value is taken away.
  const chance = Int32Array.from(normals(n, 3), (value) => Math.floor(Math.abs(value) * 1e6) % 500);
  expect(Math.abs(adjustedMutualInformation(yTrue, chance))).toBeLessThan(0.01);
  expect(normalizedMutualInformation(yTrue, chance)).toBeGreaterThan(0.05);
});

describe.each(cases.filter((entry): entry is Samples => 'samples' in entry))(
  'silhouettes as scikit-learn: $name',
  ({embeddings, labels: given, samples}) => {
    const labels = given.map(Number);

    test.each(['euclidean', 'cosine'] as const)('%s', (distance) => {
      const found = silhouette(embeddings, labels, {distance});
      for (const [row, value] of samples[distance].entries())
        expect(Math.abs(found.samples[row]! - value)).toBeLessThan(1e-9);
      const meanOf = (values: ArrayLike<number>): number =>
        Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
      expectNear(found.mean, meanOf(found.samples));
      expect(found.perClass.map(({label}) => label)).toEqual([...new Set(labels)].sort((a, b) => a - b));
      for (const {label, count, silhouette: own} of found.perClass) {
        const values = found.samples.filter((_, row) => labels[row] === label);
        expect(count).toBe(values.length);
        expectNear(own, meanOf(values));
      }
      expectNear(found.macro, meanOf(found.perClass.map((one) => one.silhouette)));
    });
  },
);

test('silhouettes in blocks', () => {
  const rows = 3000;
  const x = normals(rows * 2, 7);
  const labels = Int32Array.from({length: rows}, (_, row) => row % 2999);
  const {samples} = silhouette({data: x, shape: [rows, 2]}, labels);
  const apart = (a: number, b: number): number =>
    Math.hypot(x[2 * a]! - x[2 * b]!, x[2 * a + 1]! - x[2 * b + 1]!);
  // Row 0 and row 2999 are the only class of two.
  const nearest = (own: number, other: number): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let row = 0; row < rows; row++)
      if (row !== own && row !== other) least = Math.min(least, apart(own, row));
    return least;
  };
  for (const [own, other] of [
    [0, 2999],
    [2999, 0],
  ] as const) {
    const [a, b] = [apart(own, other), nearest(own, other)];
    expectNear(samples[own]!, (b - a) / Math.max(a, b));
  }
  expect(samples.filter((value) => value !== 0)).toHaveLength(2);
});

describe('k-means', () => {
  afterEach(() => vi.unstubAllGlobals());

  test.each(cases.filter((entry): entry is Centres => 'inertia' in entry))(
    'finds what scikit-learn finds in fifty starts: $name',
    ({embeddings, k, inertia}) => {
      const starts = [0, 1, 2, 3, 4].map((seed) => kMeans(embeddings, {clusters: k, seed}).inertia);
      expectNear(Math.min(...starts), inertia);
    },
  );

  /** Overlapping clusters, more of them than a block has centres. */
  const columns = 5;
  const data = normals(2000 * columns, 9);
  const embeddings = {data, shape: [2000, columns] as const};

  test.each([1, 7, 300])('ends where every row is at its nearest centre, and centres are means: %i', (k) => {
    const {clusters, centres, inertia, rounds} = kMeans(embeddings, {clusters: k, rounds: 500});
    expect(rounds).toBeLessThan(500);
    const squared = (row: number, cluster: number): number => {
      let sum = 0;
      for (let j = 0; j < columns; j++)
        sum += (data[row * columns + j]! - centres.data[cluster * columns + j]!) ** 2;
      return sum;
    };
    let sum = 0;
    let nearer = 0;
    const means = new Float64Array(k * columns);
    const counts = new Float64Array(k);
    for (const [row, cluster] of clusters.entries()) {
      const own = squared(row, cluster);
      for (let other = 0; other < k; other++) if (squared(row, other) < own * (1 - 1e-12)) nearer++;
      sum += own;
      counts[cluster]!++;
      for (let j = 0; j < columns; j++) means[cluster * columns + j]! += data[row * columns + j]!;
    }
    expect(nearer).toBe(0);
    expectNear(inertia, sum);
    expect(counts.includes(0)).toBe(false);
    for (const [i, value] of means.entries())
      expect(Math.abs(value / counts[Math.floor(i / columns)]! - centres.data[i]!)).toBeLessThan(1e-12);
  });

  test('is the same for the same seed, and without WebAssembly', () => {
    const found = kMeans(embeddings, {clusters: 20, seed: 5});
    expect(kMeans(embeddings, {clusters: 20, seed: 5})).toEqual(found);
    expect(kMeans(embeddings, {clusters: 20, seed: 6}).clusters).not.toEqual(found.clusters);
    vi.stubGlobal('WebAssembly', undefined);
    expect(kMeans(embeddings, {clusters: 20, seed: 5})).toEqual(found);
  });

  test('rows between two centres go to the first, however float32 rounds', () => {
    const grid = {data: data.map((value) => Math.round(value)), shape: [2000, columns] as const};
    const starts = [1, 2, 3].map((rounds) => ({clusters: 150, seed: 2, rounds}));
    const found = starts.map((options) => kMeans(grid, options));
    vi.stubGlobal('WebAssembly', undefined);
    for (const [place, options] of starts.entries()) expect(kMeans(grid, options)).toEqual(found[place]);
  });

  test('rows that are equal', () => {
    const {clusters, inertia} = kMeans([[1], [1], [1], [2]], {clusters: 3});
    expect(inertia).toBe(0);
    expect(clusters[0]).not.toBe(clusters[3]);
    expect(kMeans([[1], [1]], {clusters: 2}).inertia).toBe(0);
  });
});

test('labels in any form', () => {
  const {yTrue, clusters} = agreements[0]!;
  const expected = clusteringMetrics(yTrue, clusters);
  const oneHot = yTrue.map((label) => [0, 1, 2, 3].map((c) => Number(c === label)));
  expect(clusteringMetrics(oneHot, Int32Array.from(clusters))).toEqual(expected);
  expect(clusteringMetrics(tensor1d(yTrue, 'int32'), tensor1d(clusters))).toEqual(expected);
  const {embeddings, labels} = cases.find((entry): entry is Samples => 'samples' in entry)!;
  const wide = labels.map((label) => [0, 1, 2, 3, 4].map((c) => Number(c === label)));
  expect(silhouette(embeddings, wide)).toEqual(silhouette(embeddings, labels.map(Number)));
});

describe('bad input', () => {
  const x = [[1], [2], [4]];
  const bad: [string, () => unknown, RegExp][] = [
    ['lengths', () => adjustedRandIndex([0, 1], [0]), /yTrue has 2 examples and clusters has 1: both must/],
    ['empty', () => mutualInformation([], []), /yTrue is empty: at least one example/],
    ['NaN', () => vMeasure([0, NaN], [0, 1]), /yTrue\[1\] is NaN: a label is a whole number/],
    [
      'a negative cluster',
      () => clusteringMetrics([0, 1], [0, -1]),
      /clusters\[1\] is -1: a label is a whole/,
    ],
    [
      'average',
      () => normalizedMutualInformation([0], [0], {average: 'mean' as 'min'}),
      /average is mean: allowed/,
    ],
    [
      'average, adjusted',
      () => adjustedMutualInformation([0], [0], {average: 'mean' as 'min'}),
      /average is mean/,
    ],
    ['average, together', () => clusteringMetrics([0], [0], {average: 'mean' as 'min'}), /average is mean/],
    ['beta', () => vMeasure([0], [0], {beta: -1}), /beta is -1: it must be a finite number of at least 0/],
    ['unknown option', () => vMeasure([0], [0], {average: 'min'} as object), /unknown option average/],
    ['one class', () => silhouette(x, [1, 1, 1]), /labels is of 1 classes: 2 to 2 are needed/],
    [
      'as many classes as examples',
      () => silhouette(x, [0, 1, 2]),
      /labels is of 3 classes: 2 to 2 are needed/,
    ],
    ['lengths of rows', () => silhouette(x, [0, 1]), /embeddings has 3 examples and labels has 2/],
    ['an infinite entry', () => silhouette([[1], [Infinity]], [0, 1]), /embeddings\[1\]\[0\] is Infinity/],
    ['distance', () => silhouette(x, [0, 0, 1], {distance: 'l1' as 'cosine'}), /distance is l1: allowed are/],
    ['more clusters than rows', () => kMeans(x, {clusters: 4}), /clusters is 4: .* from 1 to 3/],
    ['no clusters', () => kMeans(x, {} as {clusters: number}), /clusters is undefined: it must be a whole/],
    ['seed', () => kMeans(x, {clusters: 2, seed: 0.5}), /seed is 0\.5: it must be a whole number/],
    ['rounds', () => kMeans(x, {clusters: 2, rounds: 0}), /rounds is 0: .* at least 1/],
    ['NaN rows', () => kMeans([[NaN]], {clusters: 1}), /embeddings\[0\]\[0\] is NaN/],
  ];

  test.each(bad)('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
