import fc from 'fast-check';
import {expect, test} from 'vitest';
import {finish} from '../src/job.js';
import {nearestNeighbours} from '../src/neighbours/nearest.js';

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
