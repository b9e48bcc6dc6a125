import {afterEach, describe, expect, test, vi} from 'vitest';
import {normals} from '../../../tools/testing/numeric.js';
import {
  BLOCK,
  frameOf,
  type Points,
  type Precision,
  scannerFor,
  squaredDistance,
  squaredDistances,
  TILE,
} from '../src/index.js';
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

const precisions: Precision[] = ['float32', 'int16'];

function scanner(precision: Precision = 'float32') {
  const made = scannerFor(rows, columns, precision)!;
  for (const row of references) made.setReference(row, frame.pointOf(row));
  for (const [place, row] of queries.entries()) made.setQuery(place, frame.pointOf(row));
  return made;
}

const apart = (a: number, b: number): number =>
  squaredDistance(points.values, a * columns, points.values, b * columns, columns);

/** All pairs that a scan finds, as 'query reference'; with the scores that `score` has of them. */
function pairsOf(made: ReturnType<typeof scanner>): Set<string> {
  const found = new Set<string>();
  for (let block = 0; block < Math.ceil(rows / BLOCK); block++) {
    const scores = made.score(block).slice();
    let same = true;
    made.scan(block, (query, reference, score) => {
      found.add(`${query} ${reference}`);
      same &&= score === scores[query * BLOCK + reference - block * BLOCK];
    });
    expect(same).toBe(true);
  }
  return found;
}

function expectPairs(found: Set<string>, near: (query: number, row: number) => boolean): void {
  const expected = new Set<string>();
  for (const [query, own] of queries.entries())
    for (const row of references) if (near(own, row)) expected.add(`${query} ${row}`);
  expect(expected.size).toBeGreaterThan(0);
  expect([...expected].filter((pair) => !found.has(pair))).toEqual([]);
  // Room for rounding lets a few more through, and no more.
  expect(found.size).toBeLessThanOrEqual(expected.size + 3);
}

describe.each(precisions)('a scan in %s finds', (precision) => {
  /** A bound of its own for each row. */
  const bound = (row: number): number => 2 + (row % 5);

  test('what is near to its queries', () => {
    const made = scanner(precision);
    for (const [place, row] of queries.entries())
      made.thresholds[place] = frame.threshold(frame.normOf(row), bound(row)) - made.error;
    expectPairs(pairsOf(made), (query, row) => apart(query, row) <= bound(query));
  });

  test('what its queries are near to, too', () => {
    const made = scanner(precision);
    for (const [place, row] of queries.entries())
      made.thresholds[place] = frame.threshold(frame.normOf(row), bound(row)) - made.error;
    for (const row of references)
      made.setLimit(row, frame.threshold(frame.normOf(row), bound(row)) - made.error);
    expectPairs(pairsOf(made), (query, row) => apart(query, row) <= Math.max(bound(query), bound(row)));
  });

  test('what one side alone looks for', () => {
    const made = scanner(precision);
    for (const row of references)
      if (row % 3 === 0) made.setLimit(row, frame.threshold(frame.normOf(row), bound(row)) - made.error);
    for (const [place] of queries.entries())
      made.thresholds[place] = place % 4 === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
    expectPairs(
      pairsOf(made),
      (query, row) => queries.indexOf(query) % 4 > 0 && row % 3 === 0 && apart(query, row) <= bound(row),
    );
  });

  test('nothing for places without a query', () => {
    const made = scanner(precision);
    made.thresholds.fill(Number.NaN);
    expect(pairsOf(made).size).toBe(0);
  });
});

test.each(precisions)('scores in %s are q·r − |r|²/2, and NaN beyond the last reference', (precision) => {
  const made = scanner(precision);
  let [error, short, over] = [0, 0, 0];
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
          const squared = frame.squaredOf(frame.normOf(own), score - made.error);
          error = Math.max(error, Math.abs(score - expected));
          short = Math.max(short, apart(own, row) - squared);
          over = Math.max(over, squared - apart(own, row));
        }
      }
    }
  }
  expect(error).toBeLessThan(1e-6 + made.error);
  expect(short).toBeLessThanOrEqual(0);
  expect(over).toBeLessThan(1e-2);
});

describe('nothing that is near is lost', () => {
  const count = 300;
  const width = 5;
  const numbers = normals(count * width, 3);
  const table = (value: (i: number, row: number) => number): Points => ({
    columns: width,
    values: Float64Array.from({length: count * width}, (_, i) => value(i, Math.floor(i / width))),
  });
  const hard: [string, Points][] = [
    ['nearer ties than int16 has steps', table((i, row) => (row % 7) + 1e-5 * numbers[i]!)],
    ['halves of steps', table((i, row) => (row === 0 ? 1 : (Math.round(40 * numbers[i]!) + 0.5) / 32767))],
    ['equal rows', table((_, row) => row % 2)],
    ['rows of length 1e-6 and of 1e4', table((i, row) => (row % 50 === 0 ? 1e4 : 1e-6) * numbers[i]!)],
    ['one row', table(() => 3)],
  ];
  for (const precision of precisions) {
    test.each(hard)(`in ${precision}: %s`, (_, {values}) => {
      const all = Int32Array.from({length: count}, (__, row) => row);
      const of = frameOf({values, columns: width}, all, all);
      const made = scannerFor(count, width, precision)!;
      for (const row of all) made.setReference(row, of.pointOf(row));
      for (let place = 0; place < TILE; place++) {
        const own = place * 9;
        const distances = Array.from(all, (row) =>
          squaredDistance(values, own * width, values, row * width, width),
        );
        // The very distance of a row, so that nothing but the room lets it through.
        for (const rank of [1, 20, 42, 150]) {
          const bound = [...distances].sort((a, b) => a - b)[rank]!;
          const found = new Set<number>();
          made.thresholds.fill(Number.NaN);
          made.setQuery(place, of.pointOf(own));
          made.thresholds[place] = of.threshold(of.normOf(own), bound) - made.error;
          for (let block = 0; block * BLOCK < count; block++) made.scan(block, (__, row) => found.add(row));
          expect(all.filter((row) => distances[row]! <= bound && !found.has(row))).toHaveLength(0);
        }
      }
    });
  }
});

test('points outside of the unit ball are refused in int16', () => {
  const made = scannerFor(8, 2, 'int16')!;
  expect(() => made.setReference(0, Float32Array.of(0.8, 0.8))).toThrow(
    /point is 1\.13\d* long: int16 needs points in the unit ball/,
  );
  expect(() => made.setQuery(0, Float32Array.of(NaN, 0))).toThrow(/point is NaN long/);
  made.setReference(0, Float32Array.of(1, 0));
});

test('distances side by side are those one by one', () => {
  for (const count of [0, 1, 3, 4, 11]) {
    const some = references.subarray(50, 50 + count);
    const squared = new Float64Array(count);
    squaredDistances(points, 9 * columns, some, count, squared);
    expect(Array.from(squared)).toEqual(Array.from(some, (row) => apart(9, row)));
  }
});
