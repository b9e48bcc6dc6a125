import {embeddingModel, LabelError, OptionError} from '@isomargin/core';
import {
  add,
  memory,
  mul,
  setBackend,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  train,
} from '@tensorflow/tfjs-core';
import {initializers, layers, type Sequential, sequential} from '@tensorflow/tfjs-layers';
import {beforeAll, describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {type AffinityHead, affinity, type SuggestionWarning, suggest} from '../src/index.js';

// Where some tests alone are run.
beforeAll(async () => {
  await setBackend('cpu');
});

interface Clouds {
  readonly rows: number[][];
  readonly labels: number[];
}

/** Three clouds around a circle, in mixed order. */
function clouds(counts: readonly [number, number, number], seed: number): Clouds {
  const total = counts[0] + counts[1] + counts[2];
  const order = Array.from({length: total}, (_, i) => (i * 7) % total);
  const labels = order.map((i) => (i < counts[0] ? 0 : i < counts[0] + counts[1] ? 1 : 2));
  const noise = normals(2 * total, seed);
  const rows = labels.map((label, i) => {
    const angle = (2 * Math.PI * label) / 3;
    return [2 * Math.cos(angle) + 0.6 * noise[2 * i]!, 2 * Math.sin(angle) + 0.6 * noise[2 * i + 1]!];
  });
  return {rows, labels};
}

type Config = Omit<Parameters<typeof affinity>[0], 'classes'>;

function network(config: Config & {normalised?: boolean} = {}): {model: Sequential; head: AffinityHead} {
  const {normalised = false, ...options} = config;
  const head = affinity({classes: 3, seed: 1, ...options});
  const hidden = layers.dense({
    units: 6,
    activation: 'tanh',
    inputShape: [2],
    kernelInitializer: initializers.glorotUniform({seed: 1}),
  });
  const model = sequential({
    layers: [hidden, ...(normalised ? [layers.batchNormalization({momentum: 0.9})] : []), head],
  });
  model.compile({optimizer: train.sgd(0), loss: head.loss});
  return {model, head};
}

const first = (model: Sequential, xs: Tensor2D) =>
  embeddingModel(model).apply(xs, {training: true}) as Tensor2D;

onEachBackend(() => {
  test.each([false, true])(
    'has the numbers of a head of which this is the first training batch (BatchNormalization: %s)',
    async (normalised) => {
      const {rows, labels} = clouds([20, 8, 4], 1);
      const xs = tensor2d(rows);
      const {model, head} = network({normalised});
      const {options, choices, reasons} = suggest(first(model, xs), labels);
      await model.trainOnBatch(xs, head.labels(labels));
      expectClose([choices.radius, choices.sigma], [head.choices.radius, head.choices.sigma], 1e-5);
      expect([options.radius, options.sigma]).toEqual([choices.radius, choices.sigma]);
      expect(options.classCounts).toEqual(head.classCounts);
      expect(reasons.find(({option}) => option === 'sigma')!.value).toBe(choices.sigma);

      // A head with these options goes where the other went by itself.
      const settled = network({normalised, ...options});
      await settled.model.trainOnBatch(xs, settled.head.labels(labels));
      expectClose(settled.head.prototypes().dataSync(), head.prototypes().dataSync(), 1e-4);
      const {countWeights, countOffsets} = settled.head.choices;
      expect(countWeights).toEqual(choices.countWeights);
      expect(countOffsets).toEqual(choices.countOffsets);
    },
  );

  test('is the same for a tensor, arrays and typed arrays, and for labels of every form', () => {
    const {rows, labels} = clouds([20, 8, 4], 1);
    const xs = tensor2d(rows);
    const expected = suggest(xs, labels);
    expect(suggest(rows, labels)).toEqual(expected);
    expect(
      suggest(
        rows.map((row) => Float32Array.from(row)),
        Int32Array.from(labels),
      ),
    ).toEqual(expected);
    expect(suggest(xs, tensor1d(labels, 'int32'))).toEqual(expected);
    expect(suggest(xs, affinity({classes: 3}).labels(labels))).toEqual(expected);
  });

  test('disposes what it makes, and nothing else', () => {
    const {rows, labels} = clouds([20, 8, 4], 1);
    const xs = tensor2d(rows);
    const before = memory().numTensors;
    suggest(xs, labels);
    suggest(rows, labels);
    expect(() => suggest(xs, labels.slice(1))).toThrow(LabelError);
    expect(() => suggest(rows, labels.slice(1))).toThrow(LabelError);
    expect(memory().numTensors).toBe(before);
    expect(xs.isDisposed).toBe(false);
  });
});

test('heads that are made later have the names that they have without it', () => {
  const {rows, labels} = clouds([20, 8, 4], 1);
  const number = () => Number(affinity({classes: 3}).name.split('_').at(-1));
  const before = number();
  suggest(rows, labels);
  expect(number()).toBe(before + 1);
});

describe('options', () => {
  const {rows, labels} = clouds([20, 8, 4], 1);

  test('that are settled stay, and the others follow from them', () => {
    const {options} = suggest(rows, labels, {radius: 3, prototypesPerClass: 2, seed: 5, countMargin: 0.05});
    expect(options).toMatchObject({
      radius: 3,
      prototypesPerClass: 2,
      seed: 5,
      countMargin: 0.05,
      margin: 0.5,
    });
    expect(options.sigma).not.toBe(suggest(rows, labels).options.sigma);
    const {classes, ...rest} = options;
    expect(affinity({classes, ...rest}).options).toMatchObject(rest);
  });

  test.each<[Config, object]>([
    [{sigma: 'trainable'}, {sigma: 'trainable'}],
    [{classCounts: 'none'}, {classCounts: 'none'}],
    [{classCounts: 'auto'}, {classCounts: 'auto'}],
    [{classCounts: [200, 80, 40]}, {classCounts: [200, 80, 40]}],
    [{preset: 'paper'}, {classCounts: 'none', sigma: 10, margin: 0.75, diversityClasses: 'all'}],
    [{margin: 'auto'}, {margin: 'auto'}],
  ])('%j', (given, expected) => {
    const {options} = suggest(rows, labels, given);
    expect(options).toMatchObject(expected);
    expect(affinity(options).options).toMatchObject(expected);
  });

  test('the reasons say what was counted and what given', () => {
    const counted = (given: Config) =>
      suggest(rows, labels, given).reasons.find(({option}) => option === 'classCounts');
    expect(counted({})).toMatchObject({value: [20, 8, 4], automatic: true, reason: 'These labels.'});
    expect(counted({classCounts: [20, 8, 4]})).toMatchObject({
      automatic: false,
      reason: 'As the option says.',
    });
    expect(counted({classCounts: 'none'})).toMatchObject({value: 'none', automatic: false});
  });
});

describe('warnings', () => {
  const even = clouds([40, 40, 40], 3);
  const normal = (n: number, d: number) => tensor2d(Float32Array.from(normals(n * d, 4)), [n, d]);
  const kinds = (...given: Parameters<typeof suggest>) => suggest(...given).warnings.map(({kind}) => kind);
  const warning = (kind: SuggestionWarning['kind'], ...given: Parameters<typeof suggest>) =>
    suggest(...given).warnings.find((each) => each.kind === kind);
  const thirds = Array.from({length: 120}, (_, i) => i % 3);

  test('there are none where nothing is unusual', () => {
    expect(suggest(normal(120, 6), thirds).warnings).toEqual([]);
  });

  test('a class of which there is no example is left to the head', () => {
    const {options, warnings} = suggest(normal(120, 6), thirds, {classes: 4});
    expect(warnings).toMatchObject([{kind: 'absent-class', classes: [3]}]);
    expect(warnings[0]!.text).toMatch(/^Class 3 is without an example/);
    expect(options.classCounts).toBe('auto');
  });

  test('more prototypes than a class has examples become as many as it has', () => {
    const labels = thirds.map((label, i) => (label === 2 && i > 20 ? 0 : label));
    const {options, warnings} = suggest(normal(120, 6), labels, {prototypesPerClass: 9});
    expect(warnings).toMatchObject([{kind: 'few-examples', classes: [2]}]);
    expect(warnings[0]!.text).toContain('short of examples (7) for the 9 prototypes');
    expect(options.prototypesPerClass).toBe(7);
    expect(affinity(options).options.prototypesPerClass).toBe(7);
  });

  test('counts that the labels contradict', () => {
    const found = warning('class-counts', normal(120, 6), thirds, {classCounts: [400, 400, 7]});
    expect(found).toMatchObject({
      classes: [2],
      text: expect.stringContaining('(40) than classCounts says (7)'),
    });
  });

  test('embeddings that are all equal', () => {
    expect(kinds(mul(add(normal(120, 6), 0), 0) as Tensor2D, thirds)).toEqual(['equal-embeddings']);
  });

  test('dead units', () => {
    const rows = normal(120, 6).arraySync() as number[][];
    const dead = rows.map((row) => row.map((v, k) => (k === 1 || k === 4 ? 0.5 : v)));
    expect(warning('constant-dimension', dead, thirds)!.text).toMatch(/^2 of 6 dimensions/);
    expect(kinds(dead, thirds)).toEqual(['constant-dimension']);
  });

  test('no scale like that of BatchNormalization; rows of equal length have one that stays', () => {
    const small = mul(normal(120, 6), 0.1) as Tensor2D;
    expect(kinds(small, thirds)).toEqual(['scale']);
    const unit = (normal(120, 6).arraySync() as number[][]).map((row) =>
      row.map((v) => v / Math.hypot(...row)),
    );
    expect(kinds(unit, thirds)).toEqual([]);
  });

  test('too few dimensions for equidistant prototypes', () => {
    const tenths = thirds.map((_, i) => i % 10);
    expect(warning('not-equidistant', normal(120, 8), tenths)!.text).toContain(
      '10 prototypes in 8 dimensions',
    );
    expect(kinds(normal(120, 9), tenths)).toEqual([]);
    expect(kinds(normal(120, 6), thirds, {prototypesPerClass: 3})).toEqual([]);
    expect(kinds(normal(120, 6), thirds, {prototypesPerClass: 3, diversityPairs: 'all'})).toEqual([
      'not-equidistant',
    ]);
  });

  test('a σ that is far too wide, as the published one can be', () => {
    const small = mul(normal(120, 6), 0.1) as Tensor2D;
    const found = warning('wide-sigma', small, thirds, {sigma: 10, start: 'simplex'})!;
    expectClose([found.options!.sigma], [suggest(small, thirds).options.sigma as number], 1e-4);
  });

  describe('a rare class out of reach, in a small network without BatchNormalization', () => {
    const seen = clouds([150, 15, 15], 1);
    const unseen = clouds([150, 15, 15], 2);

    async function leastRecall(config: Config): Promise<number> {
      const {model, head} = network(config);
      model.compile({optimizer: train.adam(0.02), loss: head.loss});
      await model.fit(tensor2d(seen.rows), head.labels(seen.labels), {
        epochs: 25,
        shuffle: false,
        verbose: 0,
      });
      const scores = tidy(() => (model.predict(tensor2d(unseen.rows)) as Tensor).arraySync() as number[][]);
      const recalls = [0, 1, 2].map((label) => {
        const own = scores.filter((_, i) => unseen.labels[i] === label);
        return own.filter((row) => row[label] === Math.max(...row)).length / own.length;
      });
      return Math.min(...recalls);
    }

    test('is warned of before training, and the σ that it names mends it', async () => {
      const {model} = network();
      const found = warning('class-out-of-reach', first(model, tensor2d(seen.rows)), seen.labels)!;
      expect(found.classes).toEqual([1, 2]);
      // Three of the first ten starts leave a class out: 2, 6 and 7.
      for (const seed of [2, 7]) {
        expect(await leastRecall({seed})).toBe(0);
        expect(await leastRecall({seed, ...found.options})).toBeGreaterThan(0.9);
      }
    });

    test('in the first batch too', () => {
      const {model} = network();
      const batch = tensor2d(seen.rows.slice(0, 32));
      expect(kinds(first(model, batch), seen.labels.slice(0, 32), {classes: 3})).toContain(
        'class-out-of-reach',
      );
    });

    test('is not where classes are equally frequent', () => {
      const {model} = network();
      expect(kinds(first(model, tensor2d(even.rows)), even.labels)).not.toContain('class-out-of-reach');
    });
  });
});

describe('bad input', () => {
  const rows = [
    [1, 2],
    [3, 4],
    [0, 1],
  ];
  type Given = Parameters<typeof suggest>;
  test.each<[string, unknown[], new (text: string) => Error, string]>([
    [
      'no embeddings',
      [undefined, [0, 1]],
      Error,
      'suggest: embeddings must be a tensor [n, d] or an array of rows',
    ],
    [
      'numbers in a row',
      [
        [1, 2],
        [0, 1],
      ],
      Error,
      'embeddings[0] is no row',
    ],
    ['a typed array', [Float32Array.of(1, 2), [0, 1]], Error, 'a tensor [n, d] or an array of rows'],
    ['one example', [[[1, 2]], [0]], Error, 'with at least 2 examples, but have shape [1,2]'],
    [
      'rows of different lengths',
      [
        [[1, 2], [1]],
        [0, 1],
      ],
      Error,
      'embeddings[1] is no row of 2 numbers',
    ],
    [
      'a row that is none',
      [
        [[1, 2], 7],
        [0, 1],
      ],
      Error,
      'embeddings[1] is no row of 2 numbers',
    ],
    [
      'NaN',
      [
        [
          [1, 2],
          [1, Number.NaN],
        ],
        [0, 1],
      ],
      Error,
      'embeddings[1][1] is NaN',
    ],
    [
      'infinity',
      [
        [
          [1, 2],
          [Infinity, 1],
        ],
        [0, 1],
      ],
      Error,
      'embeddings[1][0] is Infinity',
    ],
    [
      'too few labels',
      [rows, [0, 1]],
      LabelError,
      'labels must have one entry for each of the 3 examples, but have 2',
    ],
    ['half a label', [rows, [0, 1, 0.5]], LabelError, 'labels[2] must be an integer from 0 to 1, but is 0.5'],
    [
      'a label beyond the classes',
      [rows, [0, 1, 2], {classes: 2}],
      LabelError,
      'labels[2] must be an integer from 0 to 1',
    ],
    [
      'labels that are no classes',
      [rows, [0, 1, 1999]],
      OptionError,
      'labels go up to 1999, in 3 examples: give the number of classes',
    ],
    [
      'an unknown option',
      [rows, [0, 1, 1], {sgima: 3}],
      OptionError,
      "affinity: unknown option 'sgima'. Did you mean 'sigma'?",
    ],
    [
      'counts of other classes',
      [rows, [0, 1, 1], {classCounts: [3, 4, 5]}],
      OptionError,
      'one number for each of the 2 classes, but has 3',
    ],
    [
      'half a prototype',
      [rows, [0, 1, 1], {prototypesPerClass: 1.5}],
      OptionError,
      'prototypesPerClass must be an integer >= 1, but got 1.5',
    ],
    ['options that are none', [rows, [0, 1, 1], null], OptionError, 'suggest: options must be an object'],
  ])('%s', (_, given, kind, text) => {
    const call = () => suggest(...(given as Given));
    expect(call).toThrow(kind);
    expect(call).toThrow(text);
  });

  test('a tensor of another rank', () => {
    expect(() => suggest(tensor1d([1, 2]), [0, 1])).toThrow(
      'suggest: embeddings must have shape [n, d] with at least 2 examples, but have shape [2].',
    );
  });
});
