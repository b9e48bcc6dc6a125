import {describe, expect, test} from 'vitest';
import {instanceHardnessThreshold} from '../src/index.js';
import {everyRow, minorityOf, rowsByClass} from '../src/input/data.js';
import {readLabels} from '../src/input/read-labels.js';
import {finish} from '../src/job.js';
import {condensed} from '../src/under/condensed-nearest-neighbour.js';
import {oneSided} from '../src/under/one-sided-selection.js';
import {isAmbiguous, nearestOf} from './ambiguity.js';
import fixture from './fixtures/selection.json' with {type: 'json'};
import {selectionMethod} from './methods.js';

const sortedRows = (rows: readonly number[][]): string[] => rows.map(String).sort();

describe('the same rows as imbalanced-learn', () => {
  for (const {table, X, y, cases} of fixture.plain) {
    for (const {method, options, kept} of cases) {
      test(`${method} ${JSON.stringify(options)} on ${table}`, () => {
        const result = selectionMethod(method, options).fitResample(X, y);
        // Which of two equal rows is one of the k nearest is a matter of choice.
        if (table === 'repeated')
          expect(sortedRows(result.X)).toEqual(sortedRows(kept.map((row) => X[row]!)));
        else expect([...result.indices]).toEqual(kept);
        expect(result.X).toEqual([...result.indices].map((row) => X[row]));
        expect(result.y).toEqual([...result.indices].map((row) => y[row]));
        expect(result.synthetic.includes(1)).toBe(false);
      });
    }
  }

  test('every method takes rows away somewhere, and not always the same', () => {
    const removed = fixture.plain.flatMap(({X, cases}) =>
      cases.map(({method, kept}) => ({method, count: X.length - kept.length})),
    );
    for (const {method} of fixture.plain[0]!.cases) {
      expect(removed.filter((one) => one.method === method && one.count > 0).length).toBeGreaterThan(2);
    }
  });

  // One answer is not to be had where distances are equal: there the rows that every choice treats alike must agree.
  for (const {table, X, y, cases} of fixture.tied) {
    for (const {method, options, kept} of cases) {
      test(`${method} ${JSON.stringify(options)} on ${table}, but for ties`, () => {
        const {indices} = selectionMethod(method, options).fitResample(X, y);
        const k = method === 'tomekLinks' ? 1 : ((options as {k?: number}).k ?? 3);
        const clear = [...everyRow(X.length)].filter((row) => !isAmbiguous(X, row, k));
        // A link hangs on the nearest of the nearest, too.
        const firm = clear.filter((row) => method !== 'tomekLinks' || !isAmbiguous(X, nearestOf(X, row), 1));
        expect(firm.length).toBeGreaterThan(0);
        for (const row of firm) expect([row, indices.includes(row)]).toEqual([row, kept.includes(row)]);
      });
    }
  }
});

describe('what begins with rows that are drawn, given those rows', () => {
  const {table: name, cases} = fixture.condensing;
  const {X, y} = fixture.plain.find(({table}) => table === name)!;
  const {classes} = readLabels('test', y);
  const table = {count: X.length, columns: X[0]!.length, values: Float64Array.from(X.flat())};
  const byClass = rowsByClass(classes);
  const minority = minorityOf(classes);
  for (const {method, k, starts, kept} of cases) {
    const seeds = Object.entries(starts).map(([code, rows]): [number, Int32Array] => [
      +code,
      Int32Array.from(rows),
    ]);
    test(`${method}, k = ${k}, ${seeds[0]![1].length} to begin with`, () => {
      const data = {table, classes};
      const rows = [];
      if (method === 'oneSided') rows.push(...finish(oneSided(data, new Map(seeds), k)));
      else {
        rows.push(...byClass[minority]!);
        for (const [code, start] of seeds) {
          rows.push(...finish(condensed(data, byClass[minority]!, byClass[code]!, start, k)));
        }
      }
      expect([...rows].sort((a, b) => a - b)).toEqual(kept);
    });
  }
});

describe('instance hardness', () => {
  for (const [i, {table, probabilities, kept}] of fixture.hardness.entries()) {
    const {y, X} = fixture.plain.find((one) => one.table === table)!;
    test(`the same rows as imbalanced-learn, ${i === 0 ? 'no equal' : 'many equal'} probabilities`, () => {
      expect([...instanceHardnessThreshold({probabilities}).fitResample(X, y).indices]).toEqual(kept);
    });
  }
});
