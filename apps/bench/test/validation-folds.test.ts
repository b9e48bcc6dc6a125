import {expect, test} from 'vitest';
import {countsOf, type Examples, everyRow, numberExamples} from '../src/examples.js';
import {validationFold} from '../src/tuning/validation-folds.js';

/** Examples of two numbers each; the first is the row, the second the class. */
function examples(counts: readonly number[], rowOf: (row: number) => number = (row) => row): Examples {
  const labels = Int32Array.from(counts.flatMap((count, label) => new Array<number>(count).fill(label)));
  const data = Float32Array.from([...labels].flatMap((label, row) => [rowOf(row), label]));
  return numberExamples(data, {shape: [2], labels, classNames: counts.map((_, label) => `class ${label}`)});
}

const pairsOf = (part: Examples): number[][] => {
  const values = part.values(everyRow(part.count));
  return Array.from({length: part.count}, (_, at) => [...values.subarray(2 * at, 2 * at + 2)]);
};
const rowsOf = (part: Examples): number[] => pairsOf(part).map(([row]) => row!);

test('every example is once for validation, and classes keep their shares', () => {
  const whole = examples([30, 9, 3]);
  const folds = [1, 2, 3].map((number) => validationFold(whole, undefined, {number, of: 3}, 7));
  expect(folds.flatMap(({validation}) => rowsOf(validation)).sort((a, b) => a - b)).toEqual([
    ...everyRow(42),
  ]);
  for (const {train, validation} of folds) {
    expect(countsOf(validation)).toEqual([10, 3, 1]);
    expect(countsOf(train)).toEqual([20, 6, 2]);
    const seen = new Set(rowsOf(train));
    expect(rowsOf(validation).some((row) => seen.has(row))).toBe(false);
    // Labels are still those of their rows.
    for (const part of [train, validation])
      expect(pairsOf(part).map(([, label]) => label)).toEqual([...part.labels]);
  }
  const again = validationFold(whole, undefined, {number: 1, of: 3}, 7);
  expect(rowsOf(again.validation)).toEqual(rowsOf(folds[0]!.validation));
  const other = validationFold(whole, undefined, {number: 1, of: 3}, 8);
  expect(rowsOf(other.validation)).not.toEqual(rowsOf(folds[0]!.validation));
});

test('rows of a table that are equal stay on one side', () => {
  const twins = examples([20, 20], (row) => Math.floor(row / 2));
  for (const number of [1, 2, 3]) {
    const {train, validation} = validationFold(twins, undefined, {number, of: 3}, 7);
    const seen = new Set(rowsOf(train));
    expect(rowsOf(validation).filter((row) => seen.has(row))).toEqual([]);
  }
});

test('a class with fewer examples than folds is refused', () => {
  expect(() => validationFold(examples([30, 2]), undefined, {number: 1, of: 3}, 7)).toThrow(/class 1 has 2/);
});

test('where unseen classes are judged, validation classes are not trained on', () => {
  const whole = examples([4, 5, 6, 7, 8, 9, 10]);
  const folds = [1, 2, 3].map((number) => validationFold(whole, 'verification', {number, of: 3}, 7));
  const names = folds.map(({validation}) => validation.classNames);
  expect(names.flat().sort()).toEqual(whole.classNames);
  for (const [at, {train, validation}] of folds.entries()) {
    expect(validation.classNames.length).toBeGreaterThanOrEqual(2);
    expect(train.classNames).toEqual(whole.classNames.filter((name) => !names[at]!.includes(name)));
    expect(train.count + validation.count).toBe(whole.count);
    for (const part of [train, validation]) {
      expect(pairsOf(part).map(([, label]) => `class ${label}`)).toEqual(
        [...part.labels].map((label) => part.classNames[label]),
      );
    }
  }
  expect(() => validationFold(whole, 'verification', {number: 1, of: 4}, 7)).toThrow(
    'there are 7 classes to train on, enough for 3 validation folds, but 4 are asked for',
  );
});
