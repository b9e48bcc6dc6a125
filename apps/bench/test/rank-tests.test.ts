import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {criticalDifference, friedman, groups, ranks} from '../src/report/rank-tests.js';

interface Case {
  name: string;
  scores: number[][];
  ranks: number[][];
  chiSquare: number;
  chiSquareP: number;
  f: number | null;
  fP: number;
  exactP: number | null;
}

/** Of SciPy: tools/reference/bench/rank_tests.py. */
const fixture: {cases: Case[]; differences: {n: number; k: number; difference: number}[]} = JSON.parse(
  readFileSync(new URL('fixtures/rank-tests.json', import.meta.url), 'utf8'),
);

describe('ranks', () => {
  test.each(fixture.cases)('$name: as SciPy ranks them', ({scores, ranks: known}) => {
    expect(scores.map(ranks)).toEqual(known);
  });

  test('means of the same values in another order are equal', () => {
    const sums = [0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1, 0.5];
    expect(sums[0]).not.toBe(sums[1]);
    expect(ranks(sums)).toEqual([2.5, 2.5, 1]);
  });

  test('of none and one', () => {
    expect(ranks([])).toEqual([]);
    expect(ranks([7])).toEqual([1]);
  });
});

describe("Friedman's test", () => {
  test.each(fixture.cases)('$name: as SciPy has it', (known) => {
    const found = friedman(known.ranks);
    expect(found).toMatchObject({n: known.scores.length, k: known.scores[0]!.length});
    expect(found.chiSquare).toBeCloseTo(known.chiSquare, 9);
    expect(found.chiSquareP).toBeCloseTo(known.chiSquareP, 9);
    if (known.f === null) expect(found.f).toBe(Number.POSITIVE_INFINITY);
    else expect(found.f).toBeCloseTo(known.f, 8);
    expect(found.fP).toBeCloseTo(known.fP, 8);
    if (known.exactP !== null) expect(found.exactP).toBeCloseTo(known.exactP, 10);
  });

  test('exact p of tables: n = 3, k = 3 and n = 4, k = 3', () => {
    // Friedman 1937 and Hollander, Wolfe: χ² = 6 has 0.028, 4.667 has 0.194; for n = 4, 6.5 has 0.042.
    expect(fixture.cases.slice(0, 2).map(({ranks: rows}) => friedman(rows).exactP?.toFixed(3))).toEqual([
      '0.028',
      '0.194',
    ]);
    const four = friedman([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
      [1, 3, 2],
    ]);
    expect([four.chiSquare, four.exactP?.toFixed(3)]).toEqual([6.5, '0.042']);
  });

  test('nothing but ties is no difference', () => {
    const tied = [2, 2, 2];
    expect(friedman([tied, tied])).toMatchObject({chiSquare: 0, chiSquareP: 1, f: 0, fP: 1});
    expect(friedman([tied, tied]).exactP).toBeCloseTo(1, 12);
  });

  test('does not go through too many orders', () => {
    const row = Array.from({length: 9}, (_, at) => at + 1);
    expect(friedman([row, row]).exactP).toBeNull();
    const five = [1, 2, 3, 4, 5];
    expect(friedman(Array.from({length: 40}, () => five)).exactP).toBeNull();
  });

  test.each<[number[][]]>([[[]], [[[1, 2]]], [[[1], [1]]], [[[1, 2], [1]]]])('refuses %j', (blocks) => {
    expect(() => friedman(blocks)).toThrow(/2 or more rows of 2 or more ranks each, not/);
  });
});

describe("Nemenyi's critical difference", () => {
  test.each(fixture.differences)('of $k on $n: as SciPy has it', ({n, k, difference}) => {
    // jstat's inverse of the studentized range is right to 1e-4.
    expect(Math.abs(criticalDifference(n, k) / difference - 1)).toBeLessThan(1e-4);
  });

  test('has the factors that Demšar 2006 prints', () => {
    const printed = [1.96, 2.343, 2.569, 2.728, 2.85, 2.949, 3.031, 3.102, 3.164];
    for (const [at, factor] of printed.entries()) {
      const k = at + 2;
      expect(Math.abs(criticalDifference(10, k) / Math.sqrt((k * (k + 1)) / 60) - factor)).toBeLessThan(1e-3);
    }
  });

  test('groups what is not told apart', () => {
    expect(groups([1, 2, 3], 1.5)).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(groups([1, 1.2, 1.4, 3], 1)).toEqual([[0, 2]]);
    expect(groups([1, 2, 3], 3)).toEqual([[0, 2]]);
    // At least the critical difference is told apart.
    expect(groups([1, 2], 1)).toEqual([]);
  });
});
