import {lossHeadOf, OptionError} from '@isomargin/core';
import {
  argMax,
  gather,
  io,
  memory,
  mul,
  randomNormal,
  slice,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  train,
} from '@tensorflow/tfjs-core';
import {
  initializers,
  input,
  type LayersModel,
  layers,
  loadLayersModel,
  model as makeModel,
  sequential,
} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {type AffinityHead, affinity, diversity, plugins} from '../src/index.js';
import {varianceOfDistances} from './oracle.js';

const counts = [100, 30, 10];
const dimension = 4;

/** Three Gaussian classes, 10 : 3 : 1, with their means on the axes. */
function imbalanced(seed: number): {x: Tensor2D; labels: number[]} {
  const labels = counts.flatMap((count, label) => Array<number>(count).fill(label));
  const noise = normals(labels.length * dimension, seed);
  const x = Float32Array.from(
    noise,
    (v, k) => 0.6 * v + (k % dimension === labels[Math.floor(k / dimension)] ? 2 : 0),
  );
  return {x: tensor2d(x, [labels.length, dimension]), labels};
}

type Config = Omit<Parameters<typeof affinity>[0], 'classes'>;

function small(config: Config = {}): {model: LayersModel; head: AffinityHead} {
  const head = affinity({classes: 3, seed: 7, ...config});
  const glorot = (seed: number) => initializers.glorotUniform({seed});
  const model = sequential({
    layers: [
      layers.dense({units: 8, inputShape: [dimension], activation: 'relu', kernelInitializer: glorot(1)}),
      layers.dense({units: 5, kernelInitializer: glorot(2)}),
      layers.batchNormalization({momentum: 0.9}),
      head,
    ],
  });
  model.compile({optimizer: train.adam(0.01), loss: head.loss, metrics: ['accuracy']});
  return {model, head};
}

const read = (make: () => Tensor): Float32Array => tidy(make).dataSync() as Float32Array;

/** Share of a class's examples that are predicted right. */
function recallOf(label: number, model: LayersModel, x: Tensor2D, labels: readonly number[]): number {
  const predicted = read(() => argMax(model.predict(x) as Tensor, 1));
  const own = labels.flatMap((y, i) => (y === label ? [predicted[i] === label] : []));
  return own.filter(Boolean).length / own.length;
}

/** Saves to memory and loads again. */
async function reload(model: LayersModel): Promise<LayersModel> {
  let kept: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (artifacts) => {
      kept = artifacts;
      return {modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON'}};
    }),
  );
  return loadLayersModel(io.fromMemory(kept!));
}

const variants: [string, Config][] = [
  ['defaults', {}],
  ['several prototypes a class', {prototypesPerClass: 3}],
  ['several, spread between classes', {prototypesPerClass: 3, diversityPairs: 'between-classes'}],
  ['several, all equidistant', {prototypesPerClass: 3, diversityPairs: 'all'}],
  ['sigma fixed', {sigma: 5}],
  ['sigma trainable', {sigma: 'trainable'}],
  ['absolute diversity', {diversityScale: 'absolute', diversityWeight: 0.01}],
  ['no diversity', {diversityWeight: 0}],
  ['weight decay', {weightDecay: 1e-4}],
  ['normal start', {start: 'normal'}],
  ['margin of the batch', {margin: 'auto'}],
  ['counts given', {classCounts: counts}],
  ['classes alike', {classCounts: 'none'}],
  ['paper', {preset: 'paper'}],
];

onEachBackend(() => {
  test.each(variants)('%s: learns rare classes, evaluates, predicts and leaks nothing', async (_, config) => {
    const {model, head} = small(config);
    const {x, labels} = imbalanced(1);
    const y = head.labels(labels);
    await model.fit(x, y, {epochs: 1, batchSize: 35, verbose: 0});
    const before = memory().numTensors;
    const {history} = await model.fit(x, y, {epochs: 15, batchSize: 35, verbose: 0, validationData: [x, y]});
    const [loss, accuracy] = model.evaluate(x, y) as Tensor[];
    const scores = model.predict(x) as Tensor;
    expect(scores.shape).toEqual([140, 3]);
    const values = scores.dataSync();
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(1);
    for (const t of [loss!, accuracy!, scores]) t.dispose();
    expect(memory().numTensors).toBe(before);
    // The published form learns more slowly.
    expect(history.val_acc!.at(-1)).toBeGreaterThan(
      config.preset === 'paper' || config.start === 'normal' ? 0.7 : 0.9,
    );
    expect(Number.isFinite(history.loss!.at(-1))).toBe(true);
  });

  test('stands in functional and nested models', async () => {
    const {x, labels} = imbalanced(2);
    const inner = sequential({
      layers: [layers.dense({units: 5, inputShape: [dimension]}), affinity({classes: 3, seed: 1})],
    });
    const first = input({shape: [dimension]});
    const outer = makeModel({inputs: first, outputs: inner.apply(first) as ReturnType<typeof input>});
    const head = lossHeadOf(outer);
    outer.compile({optimizer: 'adam', loss: head.loss});
    const y = head.labels(labels);
    const before = (head as AffinityHead).prototypes().dataSync();
    const {history} = await outer.fit(x, y, {epochs: 5, verbose: 0});
    expect(history.loss!.at(-1)).toBeLessThan(history.loss![0] as number);
    expect((head as AffinityHead).prototypes().dataSync()).not.toEqual(before);
  });

  test('takes integer labels from a dataset', async () => {
    const {model, head} = small();
    const {x, labels} = imbalanced(3);
    model.compile({optimizer: train.adam(0.01), loss: head.loss, metrics: [head.accuracy]});
    const batches = {
      size: 4,
      iterator: async () => {
        let at = 0;
        return {
          next: async () => {
            if (at >= 4) return {done: true, value: null};
            const rows = Array.from({length: 35}, (_, i) => i * 4 + at);
            at++;
            const xs = tidy(() => gather(x, tensor1d(rows, 'int32')));
            return {
              done: false,
              value: {
                xs,
                ys: tensor1d(
                  rows.map((i) => labels[i]!),
                  'int32',
                ),
              },
            };
          },
        };
      },
    };
    type Dataset = Parameters<LayersModel['fitDataset']>[0];
    const {history} = await model.fitDataset(batches as unknown as Dataset, {epochs: 15, verbose: 0});
    expect(history.acc!.at(-1)).toBeGreaterThan(0.9);
  });

  test('fit adds the regularizer to the loss, evaluate does not', async () => {
    const {model, head} = small({
      start: 'normal',
      diversityScale: 'absolute',
      diversityWeight: 2,
      prototypeStep: 1,
      sigma: 5,
      margin: 0.3,
      // Training calls would count their labels, and the loss of the next one go by them.
      classCounts: 'none',
    });
    const {x, labels} = imbalanced(4);
    const y = head.labels(labels);
    model.compile({optimizer: train.sgd(0), loss: head.loss});
    const regularizer = read(() => diversity(head.prototypes()))[0]!;
    expect(regularizer).toBeGreaterThan(0.01);
    const values = head.prototypes().dataSync();
    expectClose([regularizer], [varianceOfDistances({values, columns: 5}).variance], 1e-5);
    // One batch in training mode: its loss, less that of the same scores, is the regularizer.
    const scores = read(() => head.loss(y, model.apply(x, {training: true}) as Tensor));
    const trained = (await model.trainOnBatch(x, y)) as number;
    expect(trained - scores.reduce((a, b) => a + b, 0) / scores.length).toBeCloseTo(2 * regularizer, 4);
    const evaluated = (model.evaluate(x, y) as Tensor).dataSync()[0]!;
    const predicted = read(() => head.loss(y, model.predict(x) as Tensor));
    expect(evaluated).toBeCloseTo(predicted.reduce((a, b) => a + b, 0) / predicted.length, 4);
  });

  test('the first training batch sets sigma and places the prototypes, later ones do not', async () => {
    const head = affinity({classes: 3, seed: 7});
    const model = sequential({
      layers: [layers.dense({units: 6, inputShape: [dimension], useBias: false}), head],
    });
    model.compile({optimizer: train.sgd(0), loss: head.loss});
    const {x, labels} = imbalanced(5);
    const y = head.labels(labels);
    await model.trainOnBatch(x, y);
    const embeddings = read(() => model.layers[0]!.apply(x) as Tensor);
    const rows = embeddings.length / 6;
    const mean = Array.from(
      {length: 6},
      (_, k) => embeddings.reduce((s, v, i) => s + (i % 6 === k ? v : 0), 0) / rows,
    );
    const spread2 = embeddings.reduce((s, v, i) => s + (v - mean[i % 6]!) ** 2, 0) / rows;
    const prototypes = head.prototypes().dataSync();
    const centre = mean.map((_, k) => (prototypes[k]! + prototypes[6 + k]! + prototypes[12 + k]!) / 3);
    expectClose(centre, mean, 1e-4);
    const own = Array.from({length: 3}, (_, j) =>
      mean.reduce((s, m, k) => s + (prototypes[6 * j + k]! - m) ** 2, 0),
    );
    // Half as far from the middle as the embeddings are, and σ 0.7 of the mean squared distance between them.
    const sigma = 0.7 * (spread2 + spread2 / 4);
    expectClose(own, Array(3).fill(spread2 / 4), 1e-4);
    expectClose([head.sigma], [sigma], 1e-4);
    await model.trainOnBatch(mul(x, 3), y);
    expect(head.prototypes().dataSync()).toEqual(prototypes);
    expectClose([head.sigma], [sigma], 1e-4);
  });

  test('a trainable sigma is learned, a fixed one stays', async () => {
    const {x, labels} = imbalanced(6);
    for (const [sigma, moves] of [
      ['trainable', true],
      ['auto', false],
      [7, false],
    ] as const) {
      const {model, head} = small({sigma});
      const y = head.labels(labels);
      await model.fit(x, y, {epochs: 1, verbose: 0});
      const before = [head.sigma, head.sigmas];
      expect(head.choices.sigma).toBe(head.sigma);
      await model.fit(x, y, {epochs: 3, verbose: 0});
      expect(head.sigma).toBe(before[0]);
      if (moves) expect(head.sigmas).not.toEqual(before[1]);
      else expect(head.sigmas).toEqual([head.sigma, head.sigma, head.sigma]);
    }
  });

  test('a trainable sigma is one of each class, and within a factor of e^2.5 of where it began', async () => {
    const {x, labels} = imbalanced(6);
    for (const prototypesPerClass of [1, 2]) {
      const {model, head} = small({sigma: 'trainable', prototypesPerClass});
      const y = head.labels(labels);
      await model.fit(x, y, {epochs: 1, verbose: 0});
      expect(new Set(head.sigmas).size).toBe(3);

      const place = (name: string) => head.weights.findIndex((weight) => weight.name.endsWith(name));
      const setTo = (values: number[]) =>
        head.setWeights(
          head.getWeights().map((weight, i) => (i === place('/logSigma') ? tensor1d(values) : weight)),
        );
      const start = head.sigma;
      setTo([0, 0, 0]);
      expectClose(head.sigmas, [start, start, start], 1e-6);
      setTo([1e30, -1e30, 0.01]);
      expectClose(head.sigmas, [start * Math.exp(2.5), start * Math.exp(-2.5), start * Math.exp(0.1)], 1e-3);
      expect(await model.trainOnBatch(x, y)).not.toContain(NaN);
      expect((model.predict(x) as Tensor).dataSync()).not.toContain(NaN);
    }
  });

  test.each([1, 2])(
    '%i prototypes a class: with diversityWeight 1 classes stay equidistant',
    async (prototypesPerClass) => {
      const {model, head} = small({prototypesPerClass, diversityWeight: 1});
      const {x, labels} = imbalanced(11);
      model.compile({optimizer: train.adam(1e-3), loss: head.loss});
      await model.fit(x, head.labels(labels), {epochs: 10, batchSize: 35, verbose: 0});
      const rows = head.prototypes().dataSync();
      const means = Float64Array.from({length: 3 * 5}, (_, k) => {
        const own = Array.from({length: prototypesPerClass}, (_, t) => rows[t * 3 * 5 + k]!);
        return own.reduce((a, b) => a + b, 0) / prototypesPerClass;
      });
      const {variance, mean} = varianceOfDistances({values: means, columns: 5});
      expect(Math.sqrt(variance) / mean).toBeLessThan(0.05);
    },
  );

  test('trainable = false keeps the prototypes', async () => {
    const {model, head} = small();
    const {x, labels} = imbalanced(7);
    const y = head.labels(labels);
    await model.fit(x, y, {epochs: 1, verbose: 0});
    head.trainable = false;
    model.compile({optimizer: train.adam(0.01), loss: head.loss});
    const before = head.prototypes().dataSync();
    await model.fit(x, y, {epochs: 2, verbose: 0});
    expect(head.prototypes().dataSync()).toEqual(before);
  });

  test.each([
    ['sgd', () => train.sgd(0.1)],
    ['momentum', () => train.momentum(0.05, 0.9)],
    ['rmsprop', () => train.rmsprop(0.005)],
    ['adagrad', () => train.adagrad(0.05)],
    ['adamax', () => train.adamax(0.01)],
  ] as const)('learns with %s', async (_, optimizer) => {
    const {model, head} = small();
    const {x, labels} = imbalanced(8);
    const y = head.labels(labels);
    model.compile({optimizer: optimizer(), loss: head.loss, metrics: ['accuracy']});
    const {history} = await model.fit(x, y, {epochs: 25, batchSize: 35, verbose: 0});
    expect(history.acc!.at(-1)).toBeGreaterThan(0.9);
  });

  test('is saved and loaded with equal predictions, and goes on training where it was', async () => {
    const {model, head} = small({prototypesPerClass: 2, sigma: 'trainable'});
    const {x, labels} = imbalanced(9);
    const y = head.labels(labels);
    await model.fit(x, y, {epochs: 2, verbose: 0});
    const loaded = await reload(model);
    const again = lossHeadOf(loaded) as AffinityHead;
    expect((loaded.predict(x) as Tensor).dataSync()).toEqual((model.predict(x) as Tensor).dataSync());
    expect(again.options).toEqual(head.options);
    expect([again.sigma, again.sigmas]).toEqual([head.sigma, head.sigmas]);
    // A first training batch after loading must not place the prototypes anew.
    loaded.compile({optimizer: train.sgd(0), loss: again.loss});
    await loaded.trainOnBatch(mul(x, 5), y);
    expect(again.prototypes().dataSync()).toEqual(head.prototypes().dataSync());
  });

  test('with the weights of before the first batch it finds its place again', async () => {
    const {model, head} = small();
    const {x, labels} = imbalanced(5);
    const y = head.labels(labels);
    model.compile({optimizer: train.sgd(0), loss: head.loss});
    const start = model.getWeights().map((weight) => weight.clone());
    const place = async (factor: number): Promise<[number, ArrayLike<number>]> => {
      await model.trainOnBatch(mul(x, factor), y);
      return [head.sigma, head.prototypes().dataSync()];
    };
    const first = await place(1);
    // Placed weights set from outside stay.
    model.setWeights(model.getWeights().map((weight) => weight.clone()));
    expect(await place(5)).toEqual(first);
    model.setWeights(start);
    expect(head.sigma).not.toBe(first[0]);
    expect(await place(1)).toEqual(first);
  });

  test('a class of which the first batch has no example is learned from later ones: the start looks at no labels', async () => {
    const {model, head} = small();
    const {x, labels} = imbalanced(1);
    const others = counts[0]! + counts[1]!;
    await model.trainOnBatch(slice(x, [0, 0], [others, dimension]), head.labels(labels.slice(0, others)));
    expect(head.choices).toMatchObject({placed: true, classCounts: [100, 30, 0]});
    const {sigma} = head;
    await model.fit(x, head.labels(labels), {epochs: 15, batchSize: 35, verbose: 0});
    expect(head.sigma).toBe(sigma);
    expect(recallOf(2, model, x, labels)).toBeGreaterThan(0.8);
  });

  test('a class with fewer examples than counted heads have prototypes is learned', async () => {
    const {model, head} = small({prototypesPerClass: 12});
    const {x, labels} = imbalanced(1);
    await model.fit(x, head.labels(labels), {epochs: 15, batchSize: 35, verbose: 0});
    expect(recallOf(2, model, x, labels)).toBeGreaterThan(0.8);
    expect([...head.prototypes().dataSync()].every(Number.isFinite)).toBe(true);
  });

  test('a batch of embeddings that overflow leaves prototypes that have their place alone', () => {
    const placed = affinity({classes: 3, seed: 7});
    const f = randomNormal([4, 5], 0, 1, 'float32', 1) as Tensor2D;
    placed.apply(f, {training: true});
    const head = affinity({classes: 3, seed: 7});
    head.apply(f);
    head.setWeights(placed.getWeights());
    head.apply(mul(f, 1e30), {training: true});
    expect(head.prototypes().dataSync()).toEqual(placed.prototypes().dataSync());
    expect(head.sigma).toBe(placed.sigma);
  });

  test('a first batch of equal embeddings places the prototypes around them at distance √d/2', () => {
    const head = affinity({classes: 3, seed: 7});
    head.apply(
      tensor2d([
        [1, 2, 3, 4, 5],
        [1, 2, 3, 4, 5],
      ]),
      {training: true},
    );
    const offsets = [...head.prototypes().dataSync()].map((v, i) => v - ((i % 5) + 1));
    const squares = [0, 1, 2].map((j) => offsets.slice(5 * j, 5 * j + 5).reduce((sum, v) => sum + v * v, 0));
    expectClose(squares, [1.25, 1.25, 1.25], 1e-4);
  });

  test.each([
    ['class-means', true],
    ['between-classes', true],
    ['all', false],
  ] as const)('with %s the prototypes of a class start together: %s', (diversityPairs, together) => {
    const head = affinity({classes: 3, seed: 7, prototypesPerClass: 2, diversityPairs});
    head.apply(randomNormal([4, 5], 0, 1, 'float32', 1));
    const values = head.prototypes().dataSync();
    const distance = (a: number, b: number): number =>
      Math.hypot(...[0, 1, 2, 3, 4].map((k) => values[5 * a + k]! - values[5 * b + k]!));
    // Rows 0 and 3 are of class 0, row 1 is of class 1.
    const ratio = distance(0, 3) / distance(0, 1);
    if (together) expect(ratio).toBeLessThan(0.7);
    else expect(ratio).toBeCloseTo(1, 4);
  });

  test('weight decay is on the prototypes in embedding units', async () => {
    const {model, head} = small({weightDecay: 0.1, diversityWeight: 0, sigma: 5, classCounts: 'none'});
    const {x, labels} = imbalanced(5);
    const y = head.labels(labels);
    model.compile({optimizer: train.sgd(0), loss: head.loss});
    const trained = (await model.trainOnBatch(x, y)) as number;
    const plain = read(() => head.loss(y, model.apply(x, {training: true}) as Tensor));
    const squares = [...head.prototypes().dataSync()].reduce((sum, v) => sum + v * v, 0);
    expect(squares).toBeGreaterThan(1);
    expectClose([trained - plain.reduce((a, b) => a + b, 0) / plain.length], [0.1 * squares], 1e-4);
  });

  test('the plugin takes the seed of the run, unless it is given one', () => {
    const start = (given: Config, seed?: number): ArrayLike<number> => {
      const head = plugins[0]!.create(given, {classes: 3, seed}) as AffinityHead;
      head.apply(randomNormal([4, 5], 0, 1, 'float32', 1));
      return head.prototypes().dataSync();
    };
    expect(start({}, 3)).toEqual(start({seed: 3}));
    expect(start({seed: 4}, 3)).toEqual(start({seed: 4}));
    expect(start({}, 3)).not.toEqual(start({}, 4));
  });

  test('the same seed gives the same start', () => {
    for (const kind of ['simplex', 'normal'] as const) {
      const place = (seed: number) => small({seed, start: kind}).head.prototypes().dataSync();
      expect(place(3)).toEqual(place(3));
      expect(place(3)).not.toEqual(place(4));
      expect(place(0)).toEqual(place(0));
    }
  });

  test('an integer class weight equals repeating the examples', async () => {
    const {head} = small({classWeights: [1, 3, 0], sigma: 5});
    const f = randomNormal([4, 5], 0, 1, 'float32', 1) as Tensor2D;
    const scores = head.apply(f) as Tensor2D;
    const weighted = read(() => head.loss(tensor1d([0, 1, 2, 1]), scores));
    const plain = affinity({classes: 3, seed: 7, sigma: 5});
    const losses = read(() => plain.loss(tensor1d([0, 1, 2, 1]), plain.apply(f) as Tensor2D));
    expectClose(weighted, [losses[0]!, 3 * losses[1]!, 0, 3 * losses[3]!], 1e-6);
  });
});

describe('bad input', () => {
  test.each([
    [{classes: 1}, 'affinity: classes must be an integer >= 2, but got 1.'],
    [{classes: 3, margin: 0}, "affinity: margin must be a number > 0 and <= 1, or 'auto', but got 0."],
    [{classes: 3, margin: -1}, "affinity: margin must be a number > 0 and <= 1, or 'auto', but got -1."],
    [{classes: 3, sigma: 0}, "affinity: sigma must be a number > 0, or 'auto', 'trainable', but got 0."],
    [
      {classes: 3, sigma: 'automatic'},
      "affinity: sigma must be a number > 0, or 'auto', 'trainable', but got 'automatic'.",
    ],
    [
      {classes: 3, prototypesPerClass: 1.5},
      'affinity: prototypesPerClass must be an integer >= 1, but got 1.5.',
    ],
    [
      {classes: 3, prototypePerClass: 2},
      "affinity: unknown option 'prototypePerClass'. Did you mean 'prototypesPerClass'?",
    ],
    [
      {classes: 3, diversityWeight: Number.NaN},
      'affinity: diversityWeight must be a number >= 0, but got NaN.',
    ],
    [{classes: 3, preset: 'papper'}, "affinity: preset must be one of 'default', 'paper', but got 'papper'."],
    [
      {classes: 3, classWeights: [1, 2]},
      'affinity: classWeights must have one number for each of the 3 classes, but has 2.',
    ],
  ])('%j', (config, message) => {
    expect(() => affinity(config as Parameters<typeof affinity>[0])).toThrow(message);
    if (config.classes > 1) {
      const {classes, ...options} = config;
      expect(() => plugins[0]!.create(options as Config, {classes})).toThrow(message);
    }
  });

  test('no configuration', () => {
    const make = affinity as (config?: unknown) => AffinityHead;
    expect(() => make()).toThrow(
      new OptionError(
        'affinity: needs an object with the number of classes, {classes: …}, but got undefined.',
      ),
    );
  });

  test('prototypes before the model is built', () => {
    expect(() => affinity({classes: 3}).prototypes()).toThrow('before it is part of a model');
  });
});

onEachBackend(() => {
  test('prototypes are equidistant after an imbalanced training with default options', async () => {
    const {model, head} = small();
    const {x, labels} = imbalanced(6);
    await model.fit(x, head.labels(labels), {epochs: 60, batchSize: 28, verbose: 0});
    const prototypes = tidy(() => head.prototypes().arraySync());
    const squared = [0, 1, 2].map((one) => {
      const other = (one + 1) % 3;
      return prototypes[one]!.reduce((sum, v, k) => sum + (v - prototypes[other]![k]!) ** 2, 0);
    });
    const mean = (squared[0]! + squared[1]! + squared[2]!) / 3;
    const variation = Math.sqrt(squared.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 3) / mean;
    expect(variation).toBeLessThan(0.05);
  });
});

test('preset paper is the published form; options given by name go before it', () => {
  const {options} = affinity({classes: 3, preset: 'paper', margin: 0.65, sigma: undefined});
  expect(options).toMatchObject({
    sigma: 10,
    margin: 0.65,
    diversityWeight: 1,
    diversityPairs: 'all',
    diversityScale: 'absolute',
    prototypeStep: 1,
  });
  expect(plugins[0]!.create({preset: 'paper'}, {classes: 3}).options).toMatchObject({
    sigma: 10,
    margin: 0.75,
  });
});
