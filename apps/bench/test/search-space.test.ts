import {integer, number, resolveOptions} from '@isomargin/core';
import {expect, test} from 'vitest';
import {builtInLosses} from '../src/losses/built-in.js';
import {bestTrial} from '../src/tuning/choose-trial.js';
import {haltonCoordinate, MOST_DIMENSIONS} from '../src/tuning/halton.js';
import {boundOf, optionsOfTrial, searchSpaceOf, valueAt} from '../src/tuning/search-space.js';
import {choose} from './tiny-spec.js';

test('without permutations the coordinates are those of the Halton sequence', () => {
  const plain = (base: number): number[] => Array.from({length: base}, (_, digit) => digit);
  const first = (dimension: number): number[] =>
    [0, 1, 2, 3, 4].map((index) => haltonCoordinate(index, dimension, 1, plain));
  // As published: van der Corput in base 2, and its likes in base 3 and 5.
  expect(first(0)).toEqual([0, 1 / 2, 1 / 4, 3 / 4, 1 / 8]);
  for (const [at, value] of [0, 1 / 3, 2 / 3, 1 / 9, 4 / 9].entries())
    expect(first(1)[at]).toBeCloseTo(value, 12);
  for (const [at, value] of [0, 0.2, 0.4, 0.6, 0.8].entries()) expect(first(2)[at]).toBeCloseTo(value, 12);
});

test.each([0, 1, 2, 3, 4, 5, 6])(
  'in dimension %i a seed covers each part once, and seeds differ',
  (dimension) => {
    const base = [2, 3, 5, 7, 11, 13, 17][dimension]!;
    const parts = base * base;
    const points = (seed: number): number[] =>
      Array.from({length: parts}, (_, index) => haltonCoordinate(index, dimension, seed));
    const places = points(3).map((value) => Math.floor(value * parts + 1e-9));
    expect([...places].sort((a, b) => a - b)).toEqual(Array.from({length: parts}, (_, at) => at));
    expect(points(4)).not.toEqual(points(3));
    expect(points(3)).toEqual(points(3));
  },
);

test('there are no more dimensions than primes', () => {
  expect(() => haltonCoordinate(0, MOST_DIMENSIONS, 1)).toThrow(
    'dimension must be an integer from 0 to 15, but is 16',
  );
});

test('searched are the options with a range that are not set, the learning rate of the head first', async () => {
  const [softmax, arcface, pinned, all, affinity] = await choose(
    'softmax,arcface,arcface:margin=0.3,softmax:headLearningRate=2,affinity',
  );
  const names = ({space}: NonNullable<typeof softmax>): string[] => space.map(({name}) => name);
  expect(names(softmax!)).toEqual(['headLearningRate']);
  expect(names(arcface!)).toEqual(['headLearningRate', 'scale', 'margin']);
  expect(names(pinned!)).toEqual(['headLearningRate', 'scale']);
  expect(names(all!)).toEqual([]);
  const prototypes = {name: 'prototypesPerClass', low: 1, high: 5, scale: 'linear', whole: true};
  expect(affinity!.space).toContainEqual(prototypes);
  expect(affinity!.space).toContainEqual({name: 'sigma', low: 1, high: 1000, scale: 'log', word: 'auto'});
});

test('whole numbers are told by what an option accepts, also of a wide range', () => {
  const description = '';
  const options = {
    whole: integer({default: 1, search: {low: 1, high: 101, scale: 'linear'}, description}),
    any: number({default: 1, search: {low: 1, high: 101, scale: 'linear'}, description}),
    fixed: number({default: 1, description}),
  };
  expect(searchSpaceOf(options, {}).map(({name, whole}) => [name, whole])).toEqual([
    ['whole', true],
    ['any', undefined],
  ]);
});

test('values cover the range by differences or by ratios, whole numbers alike, a word half of it', () => {
  const at = (option: Parameters<typeof valueAt>[0]): unknown[] =>
    [0, 0.25, 0.5, 0.75, 0.9999].map((place) => valueAt(option, place));
  expect(at({name: 'a', low: 1, high: 3, scale: 'linear'})).toEqual([1, 1.5, 2, 2.5, 3]);
  expect(at({name: 'a', low: 0.01, high: 100, scale: 'log'})).toEqual([0.01, 0.1, 1, 10, 99.9]);
  expect(at({name: 'a', low: 1, high: 4, scale: 'linear', whole: true})).toEqual([1, 2, 3, 4, 4]);
  expect(at({name: 'a', low: 1, high: 100, scale: 'log', word: 'auto'})).toEqual([
    'auto',
    'auto',
    1,
    10,
    99.9,
  ]);
});

test('the first trial has the defaults; the others are the same for every loss in what all have, and repeat', async () => {
  const [softmax, affinity] = await choose('softmax,affinity');
  const trials = (space: NonNullable<typeof softmax>['space'], seed = 5) =>
    Array.from({length: 8}, (_, trial) => optionsOfTrial(space, trial, seed));
  const [few, many] = [trials(softmax!.space), trials(affinity!.space)];
  expect(few[0]).toEqual({});
  expect(many[0]).toEqual({});
  expect(few.map(({headLearningRate}) => headLearningRate)).toEqual(
    many.map(({headLearningRate}) => headLearningRate),
  );
  expect(new Set(many.map((options) => JSON.stringify(options))).size).toBe(8);
  expect(trials(affinity!.space)).toEqual(many);
  expect(trials(affinity!.space, 6)).not.toEqual(many);
});

test('every loss takes whatever is drawn from its space', async () => {
  for (const {plugin} of await builtInLosses()) {
    const space = searchSpaceOf(plugin.options, {});
    for (let trial = 1; trial <= 32; trial++) {
      const drawn = optionsOfTrial(space, trial, 1);
      const {classCounts: _, ...declared} = plugin.options;
      expect(() => resolveOptions(plugin.name, declared, drawn)).not.toThrow();
    }
  }
});

test('the best mean is chosen, of equal ones the first, and a failed trial never while there is another', () => {
  const of = (...means: (number | null)[]) => means.map((mean) => ({mean}));
  expect(bestTrial(of(0.5, 0.7, 0.6), 'macroF1')).toBe(1);
  expect(bestTrial(of(0.5, 0.7, 0.6), 'equalErrorRate')).toBe(0);
  expect(bestTrial(of(0.7, 0.7), 'macroF1')).toBe(0);
  expect(bestTrial(of(null, 0, 0.1), 'macroF1')).toBe(2);
  expect(bestTrial(of(0, null), 'macroF1')).toBe(0);
  expect(bestTrial(of(null, null), 'macroF1')).toBe(0);
});

test('a value near an end of its range is on a bound', () => {
  const range = {name: 'a', low: 0.1, high: 10, scale: 'log'} as const;
  expect([0.1, 0.12, 0.2, 1, 7, 9].map((value) => boundOf(range, value))).toEqual([
    'low',
    'low',
    undefined,
    undefined,
    undefined,
    'high',
  ]);
  const whole = {name: 'a', low: 1, high: 5, scale: 'linear', whole: true} as const;
  expect([1, 2, 4, 5].map((value) => boundOf(whole, value))).toEqual(['low', undefined, undefined, 'high']);
  expect(boundOf(range, 'auto')).toBeUndefined();
});
