import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  classCounts,
  duplicateGroups,
  imageDataset,
  type KFoldOptions,
  readCsv,
  splitDataset,
  splitRows,
  stratifiedKFold,
} from '../src/index.js';
import {loadCsv} from '../src/node/index.js';
import {sharedData} from './shared-data.js';

const seeds = fc.integer({min: 0, max: 2 ** 32 - 1});
const labelLists = fc.array(fc.integer({min: 0, max: 3}), {minLength: 1, maxLength: 80});

function countsOf(labels: ArrayLike<number>, rows: Int32Array, classes = 4): number[] {
  return classCounts({labels: rows.map((row) => labels[row]!), classes});
}

const ascending = (rows: Int32Array) => [...rows].sort((a, b) => a - b);

/** Labels, each with its group. */
const grouped = fc
  .array(fc.tuple(fc.integer({min: 0, max: 3}), fc.integer({min: 0, max: 25})), {
    minLength: 30,
    maxLength: 120,
  })
  .map((rows) => ({labels: rows.map(([label]) => label), groups: rows.map(([, group]) => `g${group}`)}));

describe('splitRows', () => {
  test('every row is in one part, and every part has its share of every class', () => {
    fc.assert(
      fc.property(
        labelLists,
        fc.double({min: 0, max: 0.49, noNaN: true}),
        fc.double({min: 0, max: 0.5, noNaN: true}),
        seeds,
        (labels, v, t, seed) => {
          const parts = splitRows(labels, {validation: v, test: t, seed});
          expect([...parts.train, ...parts.validation, ...parts.test].sort((a, b) => a - b)).toEqual(
            labels.map((_, row) => row),
          );
          for (const rows of Object.values(parts)) expect([...rows]).toEqual(ascending(rows));
          const all = countsOf(
            labels,
            Int32Array.from(labels, (_, row) => row),
          );
          const [train, validation, held] = [parts.train, parts.validation, parts.test].map((rows) =>
            countsOf(labels, rows),
          ) as [number[], number[], number[]];
          for (const [label, count] of all.entries()) {
            if (count > 0) expect(train[label]).toBeGreaterThan(0);
            if (count > 1 && t > 0) expect(held[label]).toBeGreaterThan(0);
            if (count > 2 && v > 0) expect(validation[label]).toBeGreaterThan(0);
            if (t * count >= 1) expect(Math.abs(held[label]! - t * count)).toBeLessThanOrEqual(0.5);
            if (v * count >= 1 && count > 3)
              expect(Math.abs(validation[label]! - v * count)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  test('of three rows each part has one, of two and of one validation and then test have none', () => {
    const sizes = (labels: number[]) => {
      const {train, validation, test} = splitRows(labels, {validation: 0.1, test: 0.6, seed: 1});
      return [train.length, validation.length, test.length];
    };
    expect([sizes([0, 0, 0]), sizes([0, 0]), sizes([0])]).toEqual([
      [1, 1, 1],
      [1, 0, 1],
      [1, 0, 0],
    ]);
  });

  test('no group is in two parts', () => {
    fc.assert(
      fc.property(grouped, seeds, ({labels, groups}, seed) => {
        const parts = splitRows(labels, {validation: 0.2, test: 0.3, seed, groups});
        const rows = [...parts.train, ...parts.validation, ...parts.test];
        expect(rows.sort((a, b) => a - b)).toEqual(labels.map((_, row) => row));
        const partsOf = new Map<string, Set<string>>();
        for (const [part, of] of Object.entries(parts)) {
          for (const row of of as Int32Array) {
            partsOf.set(groups[row]!, (partsOf.get(groups[row]!) ?? new Set()).add(part));
          }
        }
        for (const set of partsOf.values()) expect(set.size).toBe(1);
      }),
    );
  });

  test('with groups of a few rows, shares are near', () => {
    const labels = Array.from({length: 3000}, (_, row) => (row % 30 < 3 ? 1 : 0));
    const groups = labels.map((_, row) => (row * 7919) % 1400);
    const parts = splitRows(labels, {validation: 0.1, test: 0.25, seed: 3, groups});
    const test = countsOf(labels, parts.test, 2);
    const validation = countsOf(labels, parts.validation, 2);
    // 675 and 75, 270 and 30 are asked for.
    expect(Math.abs(test[0]! - 675) + Math.abs(test[1]! - 75)).toBeLessThanOrEqual(3);
    expect(Math.abs(validation[0]! - 270) + Math.abs(validation[1]! - 30)).toBeLessThanOrEqual(3);
  });

  test('seeds differ, and one seed repeats', () => {
    const labels = Array.from({length: 40}, (_, row) => row % 2);
    const groups = labels.map((_, row) => row >> 1);
    for (const more of [{}, {groups}]) {
      const of = (seed: number) => splitRows(labels, {test: 0.5, seed, ...more}).test;
      expect(of(1)).toEqual(of(1));
      expect(of(1)).not.toEqual(of(2));
    }
  });

  test.each<[string, Parameters<typeof splitRows>, string]>([
    ['no label', [[], {seed: 1}], 'labels is empty; the class of each row is expected'],
    ['a label below 0', [[0, -1], {seed: 1}], 'label 1 is -1; an integer from 0 is expected'],
    ['a share of 1', [[0, 1], {test: 1, seed: 1}], 'test is 1; a share from 0 to below 1 is expected'],
    ['a share that is none', [[0, 1], {validation: Number.NaN, seed: 1}], 'validation is NaN'],
    [
      'shares without a rest',
      [[0, 1], {validation: 0.5, test: 0.5, seed: 1}],
      'validation and test are 0.5 and 0.5',
    ],
    ['too few groups', [[0, 1], {test: 0.5, seed: 1, groups: [1]}], 'groups has 1 values; 2 are expected'],
    [
      'an option that is misspelt',
      [[0, 1], {group: [1, 2], seed: 1} as never],
      "splitRows: there is no option 'group'; did you mean 'groups'?",
    ],
    ['a seed that is none', [[0, 1], {test: 0.5, seed: 1.5}], 'seed is 1.5'],
  ])('refuses %s', (_, args, message) => {
    expect(() => splitRows(...args)).toThrow(message);
    expect(() => splitRows(...args)).toThrow(RangeError);
  });
});

describe('stratifiedKFold', () => {
  test('folds differ by one row at most, in size and in every class', () => {
    fc.assert(
      fc.property(labelLists, fc.integer({min: 2, max: 6}), seeds, (labels, folds, seed) => {
        fc.pre(labels.length >= folds);
        const made = stratifiedKFold(labels, {folds, repeats: 2, seed, allowRareClasses: true});
        expect(made.map(({repeat, fold}) => [repeat, fold])).toEqual(
          [0, 1].flatMap((repeat) => Array.from({length: folds}, (_, fold) => [repeat, fold])),
        );
        for (const repeat of [made.slice(0, folds), made.slice(folds)]) {
          const tests = repeat.flatMap(({test}) => [...test]);
          expect(tests.sort((a, b) => a - b)).toEqual(labels.map((_, row) => row));
          const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
          expect(spread(repeat.map(({test}) => test.length))).toBeLessThanOrEqual(1);
          const counts = repeat.map(({test}) => countsOf(labels, test));
          for (let label = 0; label < 4; ++label) {
            expect(spread(counts.map((count) => count[label]!))).toBeLessThanOrEqual(1);
          }
          for (const {train, test} of repeat) {
            expect([...train]).toEqual(ascending(train));
            expect([...test]).toEqual(ascending(test));
            expect([...train, ...test].sort((a, b) => a - b)).toEqual(labels.map((_, row) => row));
          }
        }
      }),
    );
  });

  test('groups of one row are as no groups', () => {
    fc.assert(
      fc.property(labelLists, fc.integer({min: 2, max: 5}), seeds, (labels, folds, seed) => {
        fc.pre(labels.length >= folds);
        const groups = labels.map((_, row) => row);
        const made = stratifiedKFold(labels, {folds, seed, groups, allowRareClasses: true});
        const sizes = made.map(({test}) => test.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (let label = 0; label < 4; ++label) {
          const counts = made.map(({test}) => countsOf(labels, test)[label]!);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("classes of one size do not get into each other's way", () => {
    const labels = [3, 1, 3, 3, 0, 0, 1, 0];
    for (let seed = 0; seed < 50; ++seed) {
      const made = stratifiedKFold(labels, {
        folds: 4,
        seed,
        groups: [...labels.keys()],
        allowRareClasses: true,
      });
      expect(made.map(({test}) => test.length)).toEqual([2, 2, 2, 2]);
    }
  });

  test('no group is in the training and the test part', () => {
    fc.assert(
      fc.property(grouped, seeds, ({labels, groups}, seed) => {
        fc.pre(new Set(groups).size >= 4);
        for (const {train, test} of stratifiedKFold(labels, {
          folds: 4,
          seed,
          groups,
          allowRareClasses: true,
        })) {
          const tested = new Set([...test].map((row) => groups[row]));
          expect(train.some((row) => tested.has(groups[row]))).toBe(false);
        }
      }),
    );
  });

  test('the first repeats are the same however many there are, and repeats differ', () => {
    const labels = Array.from({length: 60}, (_, row) => (row % 5 === 0 ? 1 : 0));
    const groups = labels.map((_, row) => row >> 1);
    for (const more of [{}, {groups}]) {
      const three = stratifiedKFold(labels, {folds: 3, repeats: 3, seed: 8, ...more});
      expect(stratifiedKFold(labels, {folds: 3, seed: 8, ...more})).toEqual(three.slice(0, 3));
      expect(three[3]!.test).not.toEqual(three[0]!.test);
    }
  });

  test.each<[string, number[], KFoldOptions, string]>([
    ['one fold', [0, 1], {folds: 1, seed: 1}, 'folds is 1; an integer from 2 to 255 is expected'],
    ['no repeat', [0, 1], {folds: 2, repeats: 0, seed: 1}, 'repeats is 0; an integer from 1 is expected'],
    [
      'more folds than rows',
      [0, 1],
      {folds: 3, seed: 1},
      'folds is 3; at most 2 is expected, as there are 2 rows',
    ],
    [
      'a class with fewer rows than folds',
      [0, 0, 0, 1, 1],
      {folds: 3, seed: 1},
      'folds is 3: class 1 has 2 rows; 2 folds are the most for it, or set allowRareClasses',
    ],
    [
      'a class in one group',
      [0, 0, 1, 1],
      {folds: 2, seed: 1, groups: ['a', 'b', 'c', 'c']},
      'folds is 2: class 1 has 1 group; there is no number of folds that suits it, or set allowRareClasses',
    ],
  ])('refuses %s', (_, labels, options, message) => {
    expect(() => stratifiedKFold(labels, options)).toThrow(message);
    expect(() => stratifiedKFold(labels, options)).toThrow(RangeError);
  });
});

describe('duplicateGroups', () => {
  test('finds equal rows of a table, whatever their labels', () => {
    const {table} = readCsv('1,u,a\n2,u,b\n1,u,b\n1,v,a\n?,u,a\n-0,u,a\nNA,u,b\n0,u,a\n', {
      label: -1,
      header: false,
      missing: 'keep',
    });
    expect([...duplicateGroups(table)]).toEqual([0, 1, 0, 2, 3, 4, 3, 4]);
  });

  test('finds equal images', () => {
    const images = imageDataset({
      name: 'i',
      images: Uint8Array.from([1, 2, 2, 1, 1, 2, 0, 0]),
      labels: [0, 0, 1, 1],
      shape: [1, 2, 1],
      classes: 2,
    });
    expect([...duplicateGroups(images)]).toEqual([0, 1, 0, 2]);
  });

  test('rows that happen to have one hash are not taken for equal', () => {
    // Rows 0 and 1 have one hash, found by trial.
    const {table} = readCsv('21.1,313.1,a\n150.1,176.1,b\n150.1,176.1,a\n21.1,313.1,a', {label: -1});
    expect([...duplicateGroups(table)]).toEqual([0, 1, 1, 0]);
  });

  test('agrees with comparing all pairs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({min: 0, max: 3}), fc.integer({min: 0, max: 2})), {minLength: 2}),
        (rows) => {
          const {table} = readCsv(rows.map(([a, b]) => `${a},${b},x`).join('\n'), {
            label: -1,
            header: false,
            classNames: ['x'],
          });
          const keys = rows.map((row) => row.join());
          const firsts = [...new Set(keys)];
          expect([...duplicateGroups(table)]).toEqual(keys.map((key) => firsts.indexOf(key)));
        },
      ),
    );
  });
});

const tables = sharedData('tabular');
test.skipIf(!tables)(
  'mammography: copies never straddle (skipped where ../shared/data/tabular is absent)',
  async () => {
    const {table} = await loadCsv(join(tables!, 'mammography.csv'), {label: -1});
    const groups = duplicateGroups(table);
    expect(new Set(groups).size).toBe(11183 - 3335);
    for (const {train, test} of stratifiedKFold(table.labels, {folds: 5, seed: 1, groups})) {
      const tested = new Set(test.map((row) => groups[row]!));
      expect(train.some((row) => tested.has(groups[row]!))).toBe(false);
      expect(countsOf(table.labels, test, 2)[1]).toBe(52);
    }
    const {test} = splitDataset(table, {test: 0.2, seed: 1, groups});
    expect(classCounts(test)).toEqual([2185, 52]);
  },
);

/** From tools/reference/datasets/splits.py. */
const fixtures: {
  versions: Record<string, string>;
  folds: {name: string; labels: number[]; folds: number; counts: number[][]}[];
  groupFolds: {name: string; labels: number[]; groups: number[]; folds: number; counts: number[][]}[];
} = JSON.parse(readFileSync(new URL('fixtures/splits.json', import.meta.url), 'utf8'));

describe(`as scikit-learn ${fixtures.versions['scikit-learn']}`, () => {
  test.each(fixtures.folds)('StratifiedKFold: $name', ({labels, folds, counts}) => {
    const made = stratifiedKFold(labels, {folds, seed: 5, allowRareClasses: true});
    expect(made.map(({test}) => countsOf(labels, test, counts[0]!.length))).toEqual(counts);
  });

  /** How far folds are from equal shares of every class: 0 where they are equal. */
  const unevenness = (counts: number[][]): number => {
    const classes = counts[0]!.map((_, label) => counts.map((fold) => fold[label]!));
    return classes.reduce((sum, ofClass) => {
      const mean = ofClass.reduce((total, count) => total + count, 0) / ofClass.length;
      return sum + ofClass.reduce((total, count) => total + (count / mean - 1) ** 2, 0);
    }, 0);
  };

  test.each(fixtures.groupFolds)(
    'StratifiedGroupKFold: $name, at least as even',
    ({labels, groups, folds, counts}) => {
      for (const seed of [1, 2, 3, 4, 5]) {
        const made = stratifiedKFold(labels, {folds, seed, groups, allowRareClasses: true});
        const ours = unevenness(made.map(({test}) => countsOf(labels, test, counts[0]!.length)));
        expect(ours).toBeLessThanOrEqual(unevenness(counts) * 1.0001 + 1e-12);
      }
    },
  );
});
