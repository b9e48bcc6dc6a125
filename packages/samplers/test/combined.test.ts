import {describe, expect, test} from 'vitest';
import {editedNearestNeighbours, smote, smoteEnn, smoteTomek, tomekLinks} from '../src/index.js';
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
