import {describe, expect, test} from 'vitest';
import {
  boolean,
  choice,
  integer,
  integerOr,
  nearestName,
  number,
  numberOr,
  OptionError,
  type OptionSet,
  optionalInteger,
  optionalNumbers,
  optionsTable,
  resolveOptions,
} from '../src/index.js';
import {editDistance} from '../src/options/edit-distance.js';

const declared = {
  margin: number({default: 0.5, above: 0, max: 1, description: 'A margin.'}),
  decay: number({default: 0, min: 0, description: 'A decay.'}),
  offset: number({default: 0, description: 'Any number.'}),
  prototypes: integer({default: 1, min: 1, max: 9, description: 'How many.'}),
  shift: integer({default: 0, description: 'Any integer.'}),
  sigma: numberOr(['auto', 'trainable'], {default: 'auto', above: 0, description: 'A width.'}),
  sample: integerOr(['all'], {default: 'all', min: 2, description: 'How many, or all.'}),
  start: choice(['simplex', 'normal'], {default: 'simplex', description: 'A | B.'}),
  useBias: boolean({default: true, description: 'A switch.'}),
  seed: optionalInteger({min: 0, description: 'A seed.'}),
  classWeights: optionalNumbers({description: 'Weights.'}),
} satisfies OptionSet;

/** Given as a JavaScript caller may, who has no types. */
const resolve = (given: unknown) => resolveOptions('test', declared, given as Record<string, never>);

test('fills in every default', () => {
  expect(resolve({})).toEqual({
    margin: 0.5,
    decay: 0,
    offset: 0,
    prototypes: 1,
    shift: 0,
    sigma: 'auto',
    sample: 'all',
    start: 'simplex',
    useBias: true,
    seed: undefined,
    classWeights: undefined,
  });
  expect(resolve({margin: undefined}).margin).toBe(0.5);
});

test('takes a list of numbers as a typed array, and keeps a plain one', () => {
  const declared = {counts: optionalNumbers({description: 'One a class.'})};
  for (const counts of [Int32Array.of(1, 0, 2), Float64Array.of(1, 0, 2), Uint8Array.of(1, 0, 2)]) {
    expect(resolveOptions('x', declared, {counts})).toEqual({counts: [1, 0, 2]});
  }
  expect(() => resolveOptions('x', declared, {counts: Float32Array.of(1, Number.NaN)})).toThrow(
    'x: counts must be an array of finite numbers >= 0, but got [1, NaN].',
  );
});

test('keeps what is given', () => {
  const given = {
    margin: 1,
    decay: 0,
    offset: -1e9,
    prototypes: 9,
    shift: -3,
    sigma: 1e-9,
    sample: 2,
    start: 'normal',
    useBias: false,
    seed: 0,
    classWeights: [0, 1.5],
  };
  expect(resolve(given)).toEqual(given);
  expect(resolve({sigma: 'trainable'}).sigma).toBe('trainable');
});

describe('bad values', () => {
  const cases: [given: object, text: string][] = [
    [{margin: 0}, 'test: margin must be a number > 0 and <= 1, but got 0.'],
    [{margin: 1.01}, 'test: margin must be a number > 0 and <= 1, but got 1.01.'],
    [{margin: '0.5'}, "test: margin must be a number > 0 and <= 1, but got '0.5'."],
    [{margin: null}, 'test: margin must be a number > 0 and <= 1, but got null.'],
    [{decay: -1}, 'test: decay must be a number >= 0, but got -1.'],
    [{decay: Number.NaN}, 'test: decay must be a number >= 0, but got NaN.'],
    [{offset: Infinity}, 'test: offset must be a finite number, but got Infinity.'],
    [{sample: 2.5}, "test: sample must be an integer >= 2, or 'all', but got 2.5."],
    [{sample: 1}, "test: sample must be an integer >= 2, or 'all', but got 1."],
    [{sample: 'few'}, "test: sample must be an integer >= 2, or 'all', but got 'few'."],
    [{prototypes: 1.5}, 'test: prototypes must be an integer >= 1 and <= 9, but got 1.5.'],
    [{prototypes: 10}, 'test: prototypes must be an integer >= 1 and <= 9, but got 10.'],
    [{shift: 0.5}, 'test: shift must be a finite integer, but got 0.5.'],
    [{sigma: 0}, "test: sigma must be a number > 0, or 'auto', 'trainable', but got 0."],
    [{sigma: 'Auto'}, "test: sigma must be a number > 0, or 'auto', 'trainable', but got 'Auto'."],
    [{start: 'random'}, "test: start must be one of 'simplex', 'normal', but got 'random'."],
    [{start: () => 1}, "test: start must be one of 'simplex', 'normal', but got a function (start)."],
    [{useBias: 1}, 'test: useBias must be true or false, but got 1.'],
    [{useBias: {}}, 'test: useBias must be true or false, but got {}.'],
    [{useBias: {counts: {a: 1.5}}}, 'test: useBias must be true or false, but got {counts: {a: 1.5}}.'],
    [{useBias: new Map()}, 'test: useBias must be true or false, but got an object of class Map.'],
    [{seed: -1}, 'test: seed must be an integer >= 0, but got -1.'],
    [{seed: 0.5}, 'test: seed must be an integer >= 0, but got 0.5.'],
    [{classWeights: 1}, 'test: classWeights must be an array of finite numbers >= 0, but got 1.'],
    [{classWeights: [1, -1]}, 'test: classWeights must be an array of finite numbers >= 0, but got [1, -1].'],
    [
      {classWeights: [1, '1']},
      "test: classWeights must be an array of finite numbers >= 0, but got [1, '1'].",
    ],
    [
      {classWeights: [...Array(9).fill(1), Number.NaN]},
      'test: classWeights must be an array of finite numbers >= 0, but got [1, 1, 1, 1, 1, 1, 1, 1, …].',
    ],
  ];
  test.each(cases)('%o', (given, text) => {
    expect(() => resolve(given)).toThrow(new OptionError(text));
  });

  test.each([
    [null, 'null'],
    [[], '[]'],
    ['margin', "'margin'"],
    [3, '3'],
  ])('%o in place of options', (given, shown) => {
    expect(() => resolve(given)).toThrow(
      new OptionError(`test: options must be an object, but got ${shown}.`),
    );
  });
});

describe('unknown names', () => {
  test.each([
    ['margn', 'margin'],
    ['MARGIN', 'margin'],
    ['usebias', 'useBias'],
    ['class_weights', 'classWeights'],
  ])('%s: did you mean %s', (given, meant) => {
    expect(() => resolve({[given]: 1})).toThrow(
      new OptionError(`test: unknown option '${given}'. Did you mean '${meant}'?`),
    );
  });

  test('far from every name: lists the names', () => {
    expect(() => resolve({temperature: 1})).toThrow(
      new OptionError(
        `test: unknown option 'temperature'. Known options: ${Object.keys(declared).join(', ')}.`,
      ),
    );
  });

  test('are refused also where their value is undefined or inherited by name from Object', () => {
    expect(() => resolve({wrong: undefined})).toThrow("unknown option 'wrong'");
    expect(() => resolve({toString: 1})).toThrow("unknown option 'toString'");
  });

  test('of names that stand beside the options', () => {
    expect(() => resolveOptions('test', declared, {clases: 3} as object, ['classes'])).toThrow(
      "mean 'classes'?",
    );
  });
});

test('nearestName', () => {
  expect(nearestName('sofmax', ['affinity', 'softmax'])).toBe('softmax');
  expect(nearestName('x', ['affinity', 'softmax'])).toBeUndefined();
  expect(nearestName('softmax', [])).toBeUndefined();
  // The first of those that are equally near; capitals do not count.
  expect(nearestName('b', ['a', 'c'])).toBe('a');
  expect(nearestName('SIGMA', ['margin', 'sigma'])).toBe('sigma');
  expect(nearestName('abcdef', ['abcxyz', 'abxxyz'])).toBe('abcxyz');
  expect(nearestName('abcdef', ['abxxyz'])).toBeUndefined();
});

test('editDistance is the least number of changes', () => {
  // By its definition, without a table.
  const byDefinition = (a: string, b: string): number => {
    if (a === '' || b === '') return a.length + b.length;
    const [shorterA, shorterB] = [a.slice(1), b.slice(1)];
    const replaced = byDefinition(shorterA, shorterB) + (a[0] === b[0] ? 0 : 1);
    return Math.min(replaced, byDefinition(shorterA, b) + 1, byDefinition(a, shorterB) + 1);
  };
  const words = ['', 'a', 'b', 'ab', 'ba', 'abc', 'cab', 'sigma', 'simga', 'margin', 'marign'];
  for (const a of words)
    for (const b of words) expect(editDistance(a, b), `${a} ${b}`).toBe(byDefinition(a, b));
});

test('the table has one row an option', () => {
  const {margin, sigma, start, seed} = declared;
  expect(optionsTable({margin, sigma, start, seed})).toBe(
    [
      '| option | default | allowed | what it does |',
      '|---|---|---|---|',
      '| `margin` | `0.5` | a number > 0 and <= 1 | A margin. |',
      "| `sigma` | `\"auto\"` | a number > 0, or 'auto', 'trainable' | A width. |",
      "| `start` | `\"simplex\"` | one of 'simplex', 'normal' | A \\| B. |",
      '| `seed` | – | an integer >= 0 | A seed. |',
    ].join('\n'),
  );
});
