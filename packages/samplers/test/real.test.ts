import {describe, expect, test} from 'vitest';
import {everyRow, minorityOf, rowsByClass} from '../src/input/data.js';
import {encodeRows} from '../src/input/encode-rows.js';
import {readLabels} from '../src/input/read-labels.js';
import {finish} from '../src/job.js';
import {nearestNeighbours} from '../src/neighbours/nearest.js';
import {countOtherClass} from '../src/neighbours/other-class.js';
import {rowsInDanger} from '../src/over/borderline-smote.js';
import {oneHotTable} from '../src/over/smote-nc.js';
import {condensed as condense} from '../src/under/condensed-nearest-neighbour.js';
import {oneSided} from '../src/under/one-sided-selection.js';
import {isAmbiguous, nearestOf} from './ambiguity.js';
import fixture from './fixtures/real.json' with {type: 'json'};
import {selectionMethod} from './methods.js';
import {hasTables, readMixedTable, readTable} from './real-tables.js';

describe.skipIf(!hasTables)('the same rows as imbalanced-learn on public tables', () => {
  for (const {table, rows, cases} of fixture.tables) {
    // Whole numbers with many equal distances: only what does not hang on the choice among them can be the same.
    const tied = table === 'haberman' || table === 'german';
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

describe.skipIf(!hasTables)('what imbalanced-learn computes on the way, on public tables', () => {
  for (const {table: name, danger, others, condensed} of fixture.tables) {
    const read = () => {
      const {X, y} = readTable(name);
      const {classes} = readLabels('test', y);
      return {
        X,
        y,
        classes,
        table: {count: X.length, columns: X[0]!.length, values: Float64Array.from(X.flat())},
      };
    };

    test(`the rows in danger on ${name}`, () => {
      const {X, y, ...data} = read();
      for (const [label, expected] of Object.entries(danger)) {
        const own = everyRow(X.length).filter((row) => y[row] === +label);
        const found = finish(rowsInDanger(data, own, 10));
        // Where the tenth and the eleventh are equally far, the choice is open.
        const firm = (row: number): boolean => !isAmbiguous(X, row, 10);
        expect([...found].filter(firm)).toEqual(expected.filter(firm));
        expect(expected.some(firm)).toBe(true);
      }
    });

    test.skipIf(others.length === 0)(`the weights of ADASYN on ${name}`, () => {
      const {X, y: _, ...data} = read();
      const found = finish(countOtherClass(data, everyRow(X.length), 5));
      const firm = X.map((__, row) => row).filter((row) => !isAmbiguous(X, row, 5));
      expect(firm.map((row) => found[row])).toEqual(firm.map((row) => others[row]));
      expect(firm.length).toBeGreaterThan(X.length / 10);
    });

    for (const {method, k, starts, kept} of condensed) {
      test(`${method}, k = ${k}, on ${name}, given the rows it begins with`, () => {
        const {X, y} = read();
        const largest = Number(Object.keys(starts)[0]) === 0 ? Math.min(...y) : Math.max(...y);
        const order = [...X.keys()].sort(
          (a, b) => Number(y[a] !== largest) - Number(y[b] !== largest) || a - b,
        );
        const {classes} = readLabels(
          'test',
          order.map((row) => y[row]!),
        );
        const table = {
          count: X.length,
          columns: X[0]!.length,
          values: Float64Array.from(order.flatMap((row) => X[row]!)),
        };
        const byClass = rowsByClass(classes);
        const minority = minorityOf(classes);
        const [[code, start]] = Object.entries(starts) as [[string, number[]]];
        const begin = Int32Array.from(start);
        const found =
          method === 'oneSided'
            ? finish(oneSided({table, classes}, new Map([[+code, begin]]), k))
            : [
                ...byClass[minority]!,
                ...finish(condense({table, classes}, byClass[minority]!, byClass[+code]!, begin, k)),
              ];
        expect([...found].sort((a, b) => a - b)).toEqual(kept);
      });
    }
  }

  test('the neighbours of SMOTE-NC on german', () => {
    const {X, y} = readMixedTable('german');
    const rows = {
      count: X.length,
      columns: X[0]!.length,
      at: (row: number, column: number) => X[row]![column]!,
    };
    const own = everyRow(X.length).filter((row) => y[row] === 2);
    const spread = oneHotTable(encodeRows('test', rows, 'text'), own);
    const near = finish(nearestNeighbours(spread, everyRow(own.length), everyRow(own.length), 5));
    // The values of a category that occurs are its distance from none: median / √2.
    expect(Math.max(...spread.values.subarray(7, spread.columns)) * Math.SQRT2).toBeCloseTo(
      fixture.mixed.median,
      10,
    );
    let compared = 0;
    for (const [i, expected] of fixture.mixed.neighbours.entries()) {
      if (!expected) continue;
      const found = [...near.rows.subarray(i * 5, (i + 1) * 5)].map((place) => own[place]!);
      expect(found.sort((a, b) => a - b)).toEqual(expected);
      ++compared;
    }
    expect(compared).toBeGreaterThan(200);
  });
});
