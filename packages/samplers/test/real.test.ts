import {describe, expect, test} from 'vitest';
import {isAmbiguous, nearestOf} from './ambiguity.js';
import fixture from './fixtures/real.json' with {type: 'json'};
import {selectionMethod} from './methods.js';
import {hasTables, readTable} from './real-tables.js';

describe.skipIf(!hasTables)('the same rows as imbalanced-learn on public tables', () => {
  for (const {table, rows, cases} of fixture.tables) {
    // Whole numbers with many equal distances: only what does not hang on the choice among them can be the same.
    const tied = table === 'haberman';
    for (const {method, options, removed} of cases) {
      const single = method === 'tomekLinks' || method === 'editedNearestNeighbours';
      if (tied && !single && method !== 'nearMiss') continue;
      test(`${method} ${JSON.stringify(options)} on ${table}${tied && single ? ', but for ties' : ''}`, () => {
        const {X, y} = readTable(table);
        expect(X.length).toBe(rows);
        const kept = new Set(selectionMethod(method, options).fitResample(X, y).indices);
        const gone = X.map((_, row) => row).filter((row) => !kept.has(row));
        if (tied && single) {
          const k = method === 'tomekLinks' ? 1 : ((options as {k?: number}).k ?? 3);
          const firm = (row: number): boolean =>
            !isAmbiguous(X, row, k) && (method !== 'tomekLinks' || !isAmbiguous(X, nearestOf(X, row), 1));
          expect(gone.filter(firm)).toEqual(removed.filter(firm));
          expect(removed.filter(firm).length).toBeGreaterThan(0);
        } else if (table === 'mammography') {
          // Of equal rows one may stand for the other.
          const values = (list: readonly number[]): string[] => list.map((row) => String(X[row])).sort();
          expect(values(gone)).toEqual(values(removed));
        } else expect(gone).toEqual(removed);
      });
    }
  }
});
