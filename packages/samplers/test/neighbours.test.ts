import fc from 'fast-check';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {finish} from '../src/job.js';
import {blockedNeighbours} from '../src/neighbours/blocked.js';
import {nearestNeighbours, treeNeighbours} from '../src/neighbours/nearest.js';
import {normal, randomStreams, uniformBelow} from '../src/random.js';

/** The definition in plain loops: all other rows by distance, then by row. */
function byDefinition(
  X: readonly (readonly number[])[],
  queries: number[],
  references: number[],
  k: number,
): number[][] {
  const squared = (a: number, b: number): number =>
    X[a]!.reduce((sum, value, j) => sum + (value - X[b]![j]!) ** 2, 0);
  return queries.map((query) =>
    references
      .filter((row) => row !== query)
      .sort((a, b) => squared(query, a) - squared(query, b) || a - b)
      .slice(0, k),
  );
}

function found(
  X: readonly (readonly number[])[],
  queries: number[],
  references: number[],
  k: number,
): number[][] {
  const columns = X[0]!.length;
  const points = {values: Float64Array.from(X.flat()), columns};
  const near = finish(nearestNeighbours(points, Int32Array.from(queries), Int32Array.from(references), k));
  return queries.map((_, i) => [...near.rows.subarray(i * k, (i + 1) * k)]);
}

/** Tables with many rows to a leaf and several leaves; whole numbers make ties. */
const tables = (value: fc.Arbitrary<number>): fc.Arbitrary<number[][]> =>
  fc
    .integer({min: 1, max: 9})
    .chain((columns) =>
      fc.array(fc.array(value, {minLength: columns, maxLength: columns}), {minLength: 8, maxLength: 160}),
    );

for (const [name, value] of [
  ['real numbers', fc.double({min: -1e3, max: 1e3, noNaN: true})],
  ['whole numbers with many ties', fc.integer({min: 0, max: 3})],
] as const) {
  test(`the k nearest are those of the definition: ${name}`, () => {
    fc.assert(
      fc.property(tables(value), fc.integer({min: 1, max: 7}), (X, k) => {
        const all = X.map((_, row) => row);
        expect(found(X, all, all, k)).toEqual(byDefinition(X, all, all, k));
        const some = all.filter((row) => row % 2 === 0);
        const others = all.filter((row) => row % 2 === 1);
        const few = Math.min(k, others.length);
        expect(found(X, some, others, few)).toEqual(byDefinition(X, some, others, few));
      }),
      {numRuns: 60, seed: 4},
    );
  });
}

test('rows that are all equal', () => {
  const X = Array.from({length: 200}, () => [1, 2]);
  const all = X.map((_, row) => row);
  expect(found(X, [0, 199], all, 3)).toEqual([
    [1, 2, 3],
    [0, 1, 2],
  ]);
});

describe('blocks find what the tree finds', () => {
  const random = randomStreams(3, 1)[0]!;
  const table = (
    rows: number,
    columns: number,
    value: (row: number, column: number) => number,
  ): Float64Array =>
    Float64Array.from({length: rows * columns}, (_, i) => value(Math.floor(i / columns), i % columns));

  const cases: [string, number, Float64Array][] = [
    ['normal', 16, table(900, 16, () => normal(random))],
    ['many blocks, most of them far', 2, table(3000, 2, () => normal(random))],
    ['one column', 1, table(700, 1, () => normal(random))],
    ['whole numbers with ties', 5, table(800, 5, () => uniformBelow(random, 4))],
    ['all equal', 9, table(600, 9, () => 7)],
    [
      'tight clusters far from the middle',
      12,
      table(800, 12, (row) => 1e4 * (row % 3) + 1e-4 * normal(random)),
    ],
    ['a cluster and one row very far away', 10, table(600, 10, (row) => (row === 0 ? 1e9 : normal(random)))],
    ['very large', 8, table(600, 8, () => 1e120 * normal(random))],
    ['very small', 8, table(600, 8, () => 1e-150 * normal(random))],
    [
      'columns of very different size',
      8,
      table(600, 8, (_, column) => 10 ** (3 * column - 12) * normal(random)),
    ],
  ];
  test.each(cases)('%s', (_, columns, values) => {
    const count = values.length / columns;
    const all = Int32Array.from({length: count}, (__, row) => row);
    const odd = all.filter((row) => row % 2 === 1);
    const few = all.filter((row) => row % 7 === 0);
    const most = all.filter((row) => row % 5 !== 0).reverse();
    for (const [queries, references] of [
      [all, all],
      [most, all],
      [few, all],
      [few, odd],
      [all, odd],
    ] as const) {
      for (const k of [1, 6]) {
        const blocked = finish(blockedNeighbours({values, columns}, queries, references, k));
        expect(blocked).toEqual(finish(treeNeighbours({values, columns}, queries, references, k)));
      }
    }
  });
});

describe('the scan', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('where it cannot be had, the tree does all', () => {
    vi.stubGlobal('WebAssembly', undefined);
    const columns = 10;
    const random = randomStreams(4, 1)[0]!;
    const values = Float64Array.from({length: 600 * columns}, () => normal(random));
    const all = Int32Array.from({length: 600}, (_, row) => row);
    const found = finish(nearestNeighbours({values, columns}, all, all, 4));
    expect(found).toEqual(finish(treeNeighbours({values, columns}, all, all, 4)));
  });
});
