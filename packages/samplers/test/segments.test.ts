import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {adasyn, borderlineSmote, kMeansSmote, type Sampler, smote} from '../src/index.js';
import {chiSquare, criticalChiSquare} from './distribution.js';
import {randomTable} from './random-tables.js';

type Rows = readonly (readonly number[])[];

const squared = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, j) => sum + (value - b[j]!) ** 2, 0);

/** The k nearest of a row among some, by the definition. */
function nearest(X: Rows, row: number, among: readonly number[], k: number): number[] {
  return among
    .filter((other) => other !== row)
    .sort((a, b) => squared(X[row]!, X[a]!) - squared(X[row]!, X[b]!) || a - b)
    .slice(0, k);
}

/** Where a point lies on the segment between two rows, in [0, 1], or nothing where it does not. */
function placeOn(
  from: readonly number[],
  to: readonly number[],
  point: readonly number[],
): number | undefined {
  const length = squared(from, to);
  const share =
    length === 0
      ? 0
      : from.reduce((sum, value, j) => sum + (point[j]! - value) * (to[j]! - value), 0) / length;
  const foot = from.map((value, j) => value + share * (to[j]! - value));
  return squared(foot, point) <= 1e-18 * (1 + length) && share >= -1e-9 && share <= 1 + 1e-9
    ? share
    : undefined;
}

/** For every row that was made: its origin, the neighbour it was joined with, and its place on the way. */
function joins(
  sampler: Sampler,
  X: number[][],
  y: number[],
  k: number,
  any = false,
): {origin: number; neighbour: number; share: number}[] {
  const result = sampler.fitResample(X, y);
  return result.X.flatMap((point, i) => {
    if (!result.synthetic[i]) return [];
    const origin = result.indices[i]!;
    const among = X.map((_, row) => row).filter((row) => any || y[row] === result.y[i]);
    for (const neighbour of nearest(X, origin, among, k)) {
      const share = placeOn(X[origin]!, X[neighbour]!, point);
      if (share !== undefined) return [{origin, neighbour, share}];
    }
    throw new Error(`row ${i} lies between row ${origin} and none of its ${k} neighbours`);
  });
}

describe('every row that is made lies on a segment from its origin to one of the k neighbours of its class', () => {
  const arbitrary = fc.record({
    sizes: fc.tuple(
      fc.integer({min: 8, max: 40}),
      fc.integer({min: 8, max: 40}),
      fc.integer({min: 8, max: 40}),
    ),
    columns: fc.integer({min: 1, max: 20}),
    k: fc.integer({min: 1, max: 7}),
    seed: fc.nat(),
  });

  test('smote', () => {
    fc.assert(
      fc.property(arbitrary, ({sizes, columns, k, seed}) => {
        const {X, y} = randomTable(sizes, columns, seed);
        const made = joins(smote({k, seed, targets: 'all'}), X, y, k);
        expect(made.length).toBe(3 * Math.max(...sizes) - sizes[0] - sizes[1] - sizes[2]);
      }),
      {numRuns: 40, seed: 1},
    );
  });

  test('adasyn, kMeansSmote and borderlineSmote', () => {
    const {X, y} = randomTable([50, 20, 30], 3, 5);
    expect(joins(adasyn({k: 4}), X, y, 4).length).toBeGreaterThan(30);
    expect(joins(borderlineSmote({k: 3}), X, y, 3).length).toBe(50);
    // One cluster: its neighbours are those of the class.
    expect(joins(kMeansSmote({clusters: 1, k: 3}), X, y, 3).length).toBe(50);
  });

  test('borderline-2 goes half way at most to a neighbour of another class', () => {
    const {X, y} = randomTable([50, 20], 2, 6);
    const made = joins(borderlineSmote({kind: 'borderline-2', targets: {counts: {1: 500}}}), X, y, 5, true);
    const across = made.filter(({origin, neighbour}) => y[origin] !== y[neighbour]);
    expect(across.length).toBeGreaterThan(100);
    expect(Math.max(...across.map(({share}) => share))).toBeLessThanOrEqual(0.5);
    expect(Math.max(...made.map(({share}) => share))).toBeGreaterThan(0.9);
  });
});

test('smote draws rows, neighbours and places uniformly', () => {
  const {X, y} = randomTable([30, 12], 2, 7);
  const count = 12_000;
  const made = joins(smote({k: 3, seed: 8, targets: {counts: {1: 12 + count}}}), X, y, 3);
  const pairs = new Map<string, number>();
  for (const {origin, neighbour} of made) {
    pairs.set(`${origin}-${neighbour}`, (pairs.get(`${origin}-${neighbour}`) ?? 0) + 1);
  }
  expect(pairs.size).toBe(36);
  expect(chiSquare([...pairs.values()], new Array(36).fill(count / 36))).toBeLessThan(criticalChiSquare(35));
  const tenths = new Array<number>(10).fill(0);
  for (const {share} of made) tenths[Math.min(9, Math.floor(share * 10))]!++;
  expect(chiSquare(tenths, new Array(10).fill(count / 10))).toBeLessThan(criticalChiSquare(9));
});
