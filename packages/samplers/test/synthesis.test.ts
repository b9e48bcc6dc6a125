import {describe, expect, test} from 'vitest';
import {
  adasyn,
  borderlineSmote,
  clusterCentroids,
  kMeansSmote,
  type Resampled,
  randomOverSampler,
  randomUnderSampler,
  type Sampler,
  smote,
  smoteN,
  smoteNc,
} from '../src/index.js';
import {everyRow} from '../src/input/data.js';
import {readLabels} from '../src/input/read-labels.js';
import {finish} from '../src/job.js';
import {rowsInDanger} from '../src/over/borderline-smote.js';
import {sparsity} from '../src/over/k-means-smote.js';
import {chiSquare, criticalChiSquare, criticalDistance, distanceToQuantiles} from './distribution.js';
import fixture from './fixtures/synthesis.json' with {type: 'json'};

const {continuous, levels, made} = fixture;
const {X, y} = continuous;

const sizesOf = (labels: readonly number[]): number[] =>
  [...new Set(labels)].sort().map((name) => labels.filter((label) => label === name).length);

const madeRows = <R>({X: rows, synthetic}: Resampled<R[], number[]>): R[] =>
  rows.filter((_, i) => synthetic[i]);

describe('sizes as in imbalanced-learn', () => {
  const methods: Record<string, (options: object) => Sampler> = {smote, adasyn, borderlineSmote};
  for (const {method, options, sizes} of continuous.sizes) {
    test(`${method} ${JSON.stringify(options)}`, () => {
      expect(sizesOf(methods[method]!(options).fitResample(X, y).y)).toEqual(sizes);
    });
  }

  for (const {ratio, over, under} of fixture.ratios) {
    test(`ratio ${ratio}`, () => {
      const labels = [...new Array<number>(101).fill(0), ...new Array<number>(33).fill(1)];
      const rows = labels.map((label, i) => [label, i]);
      expect(sizesOf(smote({targets: {ratio}}).fitResample(rows, labels).y)).toEqual(over);
      expect(sizesOf(randomOverSampler({targets: {ratio}}).fitResample(rows, labels).y)).toEqual(over);
      expect(sizesOf(randomUnderSampler({targets: {ratio}}).fitResample(rows, labels).y)).toEqual(under);
    });
  }
});

test('the rows in danger are those of imbalanced-learn', () => {
  const {classes} = readLabels('test', y);
  const table = {count: X.length, columns: 3, values: Float64Array.from(X.flat())};
  for (const [code, rows] of Object.entries(continuous.danger)) {
    const ofClass = everyRow(X.length).filter((row) => y[row] === +code);
    expect([...finish(rowsInDanger({table, classes}, ofClass, 10))]).toEqual(rows);
  }
});

test('adasyn makes as many rows from each row as imbalanced-learn', () => {
  const {indices, synthetic} = adasyn().fitResample(X, y);
  for (const [code, counts] of Object.entries(continuous.adasynPerRow)) {
    const ofClass = X.map((_, row) => row).filter((row) => y[row] === +code);
    expect(ofClass.map((row) => indices.filter((index, i) => synthetic[i] && index === row).length)).toEqual(
      counts,
    );
  }
});

describe('the distribution of what is made is that of imbalanced-learn', () => {
  const targets = {counts: {1: 40 + made}};
  const samplers: Record<string, Sampler> = {
    smote: smote({targets, seed: 3}),
    adasyn: adasyn({targets, seed: 3}),
    borderline1: borderlineSmote({targets, seed: 3}),
    borderline2: borderlineSmote({targets, seed: 3, kind: 'borderline-2'}),
    smoothed: randomOverSampler({targets, seed: 3, shrinkage: 1}),
  };
  const limit = criticalDistance(made, made);
  for (const {method, quantiles} of continuous.made) {
    test(method, () => {
      const rows = madeRows(samplers[method]!.fitResample(X, y));
      for (const [column, expected] of quantiles.entries()) {
        const values = rows.map((row) => row[column]!);
        expect(distanceToQuantiles(values, expected, levels)).toBeLessThan(limit);
      }
    });
  }

  test('and the test tells methods apart', () => {
    const rows = madeRows(samplers.smote!.fitResample(X, y));
    for (const {method, quantiles} of continuous.made.filter((one) => one.method !== 'smote')) {
      const distances = quantiles.map((expected, column) =>
        distanceToQuantiles(
          rows.map((row) => row[column]!),
          expected,
          levels,
        ),
      );
      expect([method, Math.max(...distances) > limit]).toEqual([method, true]);
    }
  });

  test('smoteNc', () => {
    const {mixed} = fixture;
    const result = smoteNc({targets, seed: 3}).fitResample(mixed.X, mixed.y);
    const rows = madeRows(result);
    for (const [place, column] of [0, 2].entries()) {
      const values = rows.map((row) => row[column] as number);
      expect(distanceToQuantiles(values, mixed.quantiles[place]!, levels)).toBeLessThan(
        criticalDistance(made, made),
      );
    }
    for (const [place, column] of [1, 3].entries()) {
      for (const [name, share] of Object.entries(mixed.shares[place]!)) {
        const found = rows.filter((row) => row[column] === name).length / rows.length;
        // The standard error of the difference of two shares, five times.
        expect(Math.abs(found - share)).toBeLessThan(5 * Math.sqrt((2 * share * (1 - share)) / made));
      }
    }
  });
});

describe('smoteN', () => {
  const {X: rows, y: labels, k, rows: own, votes} = fixture.nominal;
  const result = smoteN({k, seed: 2, targets: {counts: {1: 35 + 20_000}}}).fitResample(rows, labels);

  test('every row is what imbalanced-learn votes for its origin', () => {
    for (let i = labels.length; i < result.X.length; ++i) {
      expect(result.X[i]).toEqual(votes[own.indexOf(result.indices[i]!)]);
    }
  });

  test('origins are drawn uniformly', () => {
    const counts = own.map(
      (row) => result.indices.filter((index, i) => i >= labels.length && index === row).length,
    );
    expect(
      chiSquare(
        counts,
        own.map(() => 20_000 / own.length),
      ),
    ).toBeLessThan(criticalChiSquare(own.length - 1));
  });
});

describe('clusters', () => {
  const {clusters} = fixture;
  const clusterOf = ([a, b]: readonly number[]): number => (a! > 15 ? 1 : b! > 20 ? 2 : 0);

  test('kMeansSmote makes as many rows in each cluster as imbalanced-learn, within its rounding up', () => {
    const result = kMeansSmote({clusters: 3, seed: 5}).fitResample(clusters.X, clusters.y);
    const perCluster = [0, 0, 0];
    for (const row of madeRows(result)) perCluster[clusterOf(row)]!++;
    for (const [cluster, count] of clusters.perCluster.entries()) {
      expect(Math.abs(perCluster[cluster]! - count)).toBeLessThanOrEqual(1);
    }
    expect(sizesOf(result.y)).toEqual([82, 82]);
  });

  test('the weight of a cluster is that of imbalanced-learn', () => {
    for (const {points, exponent, sparsity: expected} of clusters.sparsities) {
      const table = {count: points.length, columns: 3, values: Float64Array.from(points.flat())};
      const weight = finish(sparsity(table, everyRow(points.length), exponent as number | 'auto'));
      expect(Math.abs(weight / expected - 1)).toBeLessThan(1e-12);
    }
  });

  test('clusterCentroids has the centres of imbalanced-learn where the clusters are plain', () => {
    const targets = {counts: {0: 3}};
    const result = clusterCentroids({targets, seed: 1}).fitResample(clusters.X, clusters.y);
    const byCluster = (rows: readonly (readonly number[])[]): (readonly number[])[] =>
      [...rows].sort((a, b) => clusterOf(a) - clusterOf(b));
    const centres = byCluster(madeRows(result));
    expect(centres.length).toBe(3);
    for (const [i, centre] of byCluster(clusters.centroids).entries()) {
      for (const [j, value] of centre.entries()) expect(centres[i]![j]).toBeCloseTo(value, 10);
    }
    const hard = clusterCentroids({targets, seed: 1, voting: 'hard'}).fitResample(clusters.X, clusters.y);
    expect(hard.synthetic.includes(1)).toBe(false);
    const nearest = hard.X.filter((_, i) => hard.y[i] === 0);
    const soft = [...result.indices.slice(-3)].map((row) => clusters.X[row]);
    expect(byCluster(nearest)).toEqual(byCluster(soft as number[][]));
  });
});
