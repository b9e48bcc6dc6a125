import {afterEach, describe, expect, test, vi} from 'vitest';
import {normals} from '../../../tools/testing/numeric.js';
import {BLOCK, frameOf, scannerFor, squaredDistance, TILE} from '../src/index.js';
import {scanModule} from '../src/scan-module.js';

afterEach(() => vi.unstubAllGlobals());

test('the module is what its source says', async () => {
  // @ts-expect-error A script without types.
  const {scanModuleOf} = await import('../wasm/build.mjs');
  expect(scanModule).toBe(await scanModuleOf());
});

test('without WebAssembly there is no scanner', () => {
  vi.stubGlobal('WebAssembly', undefined);
  expect(scannerFor(10, 3)).toBeUndefined();
});

/** More than two blocks, the last one and its last group in part. */
const rows = 2 * BLOCK + 21;
const columns = 7;
const points = {values: normals(rows * columns, 5), columns};
const references = Int32Array.from({length: rows}, (_, row) => row);
const queries = references.subarray(40, 40 + TILE - 3);
const frame = frameOf(points, references, queries);

function scanner() {
  const made = scannerFor(rows, columns)!;
  for (const row of references) made.setReference(row, frame.pointOf(row));
  for (const [place, row] of queries.entries()) made.setQuery(place, frame.pointOf(row));
  return made;
}

const apart = (a: number, b: number): number =>
  squaredDistance(points.values, a * columns, points.values, b * columns, columns);

/** All pairs that a scan finds, as 'query reference'. */
function pairsOf(made: ReturnType<typeof scanner>): Set<string> {
  const found = new Set<string>();
  for (let block = 0; block < Math.ceil(rows / BLOCK); block++)
    made.scan(block, (query, reference) => found.add(`${query} ${reference}`));
  return found;
}

function expectPairs(found: Set<string>, near: (query: number, row: number) => boolean): void {
  const expected = new Set<string>();
  for (const [query, own] of queries.entries())
    for (const row of references) if (near(own, row)) expected.add(`${query} ${row}`);
  expect(expected.size).toBeGreaterThan(0);
  for (const pair of expected) expect(found).toContain(pair);
  // Room for rounding lets a few more through, and no more.
  expect(found.size).toBeLessThanOrEqual(expected.size + 3);
}

describe('a scan finds', () => {
  /** A bound of its own for each row. */
  const bound = (row: number): number => 2 + (row % 5);

  test('what is near to its queries', () => {
    const made = scanner();
    for (const [place, row] of queries.entries())
      made.thresholds[place] = frame.threshold(frame.normOf(row), bound(row));
    expectPairs(pairsOf(made), (query, row) => apart(query, row) <= bound(query));
  });

  test('what its queries are near to, too', () => {
    const made = scanner();
    for (const [place, row] of queries.entries())
      made.thresholds[place] = frame.threshold(frame.normOf(row), bound(row));
    for (const row of references) made.setLimit(row, frame.threshold(frame.normOf(row), bound(row)));
    expectPairs(pairsOf(made), (query, row) => apart(query, row) <= Math.max(bound(query), bound(row)));
  });

  test('nothing for places without a query', () => {
    const made = scanner();
    made.thresholds.fill(Number.NaN);
    expect(pairsOf(made).size).toBe(0);
  });
});

test('scores are q·r − |r|²/2, and NaN beyond the last reference', () => {
  const made = scanner();
  for (let block = 0; block < Math.ceil(rows / BLOCK); block++) {
    const scores = made.score(block);
    for (const [query, own] of queries.entries()) {
      const q = Array.from(frame.pointOf(own));
      for (let i = 0; i < BLOCK; i++) {
        const row = block * BLOCK + i;
        const score = scores[query * BLOCK + i]!;
        if (row >= rows) expect(score).toBeNaN();
        else {
          const r = frame.pointOf(row);
          const expected = q.reduce((sum, value, j) => sum + value * r[j]! - r[j]! ** 2 / 2, 0);
          expect(Math.abs(score - expected)).toBeLessThan(1e-6);
          const squared = frame.squaredOf(frame.normOf(own), score);
          expect(squared).toBeGreaterThanOrEqual(apart(own, row));
          expect(squared).toBeLessThan(apart(own, row) + 1e-2);
        }
      }
    }
  }
});
