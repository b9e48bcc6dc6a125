import {describe, expect, test} from 'vitest';
import {cmtnnSmote, editedNearestNeighbours, smote, smoteEnn, smoteTomek, tomekLinks} from '../src/index.js';
import {randomTable} from './random-tables.js';

const {X, y} = randomTable([60, 20, 35], 3, 11);

describe('SMOTE and cleaning are what both do in turn', () => {
  const grown = smote({seed: 4, k: 3}).fitResample(X, y);
  const pairs = [
    ['tomek', smoteTomek({seed: 4, k: 3}), tomekLinks({targets: 'all'})],
    ['enn', smoteEnn({seed: 4, k: 3}), editedNearestNeighbours({targets: 'all'})],
    [
      'enn, other options',
      smoteEnn({seed: 4, k: 3, editK: 5, kind: 'mode', cleaningTargets: {classes: [0]}}),
      editedNearestNeighbours({k: 5, kind: 'mode', targets: {classes: [0]}}),
    ],
  ] as const;
  for (const [name, both, cleaning] of pairs) {
    test(name, () => {
      const cleaned = cleaning.fitResample(grown.X, grown.y);
      const result = both.fitResample(X, y);
      expect(result.X).toEqual(cleaned.X);
      expect(result.y).toEqual(cleaned.y);
      expect([...result.indices]).toEqual([...cleaned.indices].map((row) => grown.indices[row]));
      expect([...result.synthetic]).toEqual([...cleaned.indices].map((row) => grown.synthetic[row]));
      expect(result.X.length).toBeLessThan(grown.X.length);
    });
  }
});

describe('cmtnnSmote', () => {
  // Rows 0, 1, 2 are wrong for the truth network, rows 1, 2, 3 for the falsity network; all others are right.
  const wrongFor = (rows: number[], own: number, other: number): number[][] =>
    y.map((label, row) =>
      y.map((_, code) => ((code === label) !== rows.includes(row) ? own : other)).slice(0, 3),
    );
  const truth = wrongFor([0, 1, 2], 0.9, 0.1);
  const falsity = wrongFor([1, 2, 3], 0.1, 0.9);
  const large = (rows: number[]): number[] => rows.filter((row) => y[row] !== 1);

  for (const [rule, rows] of [
    ['both', [1, 2]],
    ['either', [0, 1, 2, 3]],
  ] as const) {
    test(`rule ${rule}: takes away what the networks get wrong, then fills up`, () => {
      const result = cmtnnSmote({truth, falsity, rule, seed: 1}).fitResample(X, y);
      const gone = large([...rows]);
      expect(gone.length).toBeGreaterThan(0);
      const left = X.map((_, row) => row).filter((row) => !gone.includes(row));
      expect([...result.indices].filter((_, i) => !result.synthetic[i])).toEqual(left);
      const direct = smote({seed: 1}).fitResample(
        left.map((row) => X[row]!),
        left.map((row) => y[row]!),
      );
      expect(result.X).toEqual(direct.X);
      expect([...result.indices]).toEqual([...direct.indices].map((row) => left[row]));
    });
  }

  test('says what is missing or wrong', () => {
    expect(() => cmtnnSmote({truth}).fitResample(X, y)).toThrow('the options truth and falsity are needed');
    expect(() => cmtnnSmote({truth, falsity: falsity.slice(1)}).fitResample(X, y)).toThrow(
      'falsity has 114 rows, and y has 115',
    );
    const all = wrongFor(
      y.map((_, row) => row),
      0.9,
      0.1,
    );
    const none = wrongFor(
      y.map((_, row) => row),
      0.1,
      0.9,
    );
    expect(() => cmtnnSmote({truth: all, falsity: none}).fitResample(X, y)).toThrow(
      'the networks get every row of class 0 wrong',
    );
  });
});
