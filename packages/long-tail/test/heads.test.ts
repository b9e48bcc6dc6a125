import {embeddingModel, type LossHead, linearScores, lossHeadOf, regularSimplex} from '@isomargin/core';
import {
  grad,
  io,
  memory,
  softmax,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  train,
} from '@tensorflow/tfjs-core';
import {initializers, type LayersModel, layers, loadLayersModel, sequential} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {
  adjustLogits,
  BalancedSoftmaxHead,
  balancedSoftmax,
  balancedSoftmaxLoss,
  ClassBalancedHead,
  classBalanced,
  classBalancedLoss,
  effectiveNumberWeights,
  FixedSimplexHead,
  FocalHead,
  fixedSimplex,
  fixedSimplexLoss,
  focal,
  focalLoss,
  LdamHead,
  LogitAdjustmentHead,
  ldam,
  ldamLoss,
  ldamMargins,
  logitAdjustedLoss,
  logitAdjustment,
  plugins,
} from '../src/index.js';

const [inputs, dimension, classes] = [2, 6, 3];
const classCounts = [150, 15, 15];

/** Three clouds around a circle, the first ten times as frequent as the others. */
function toy(size: number, seed: number): {xs: Tensor2D; labels: number[]} {
  const labels = Array.from({length: 12 * size}, (_, i) => (i % 12 < 10 ? 0 : (i % 12) - 9));
  const noise = normals(labels.length * inputs, seed);
  const xs = labels.map((label, i) => {
    const angle = (2 * Math.PI * label) / classes;
    return [2 * Math.cos(angle) + 0.6 * noise[2 * i]!, 2 * Math.sin(angle) + 0.6 * noise[2 * i + 1]!];
  });
  return {xs: tensor2d(xs), labels};
}

function network(head: LossHead): LayersModel {
  const kernelInitializer = initializers.glorotUniform({seed: 1});
  const activation = 'tanh';
  const hidden = layers.dense({units: dimension, inputShape: [inputs], activation, kernelInitializer});
  const model = sequential({layers: [hidden, head]});
  model.compile({optimizer: train.adam(0.02), loss: head.loss, metrics: [head.accuracy]});
  return model;
}

async function savedAndLoaded(model: LayersModel): Promise<LayersModel> {
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (given) => {
      artifacts = {...given, modelTopology: JSON.parse(JSON.stringify(given.modelTopology))};
      return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
    }),
  );
  return loadLayersModel(io.fromMemory(artifacts!));
}

interface Form {
  readonly name: string;
  readonly type: unknown;
  readonly make: (common: {classWeights?: number[]; trainable?: boolean; weightDecay?: number}) => LossHead;
  readonly weights: Record<string, number[]>;
  /** The head's loss by the pure function, and its scores by their definition, from embeddings and weights. */
  readonly loss: (f: Tensor2D, labels: number[], w: Tensor[], classWeights: number[]) => Tensor1D;
}

const linear = {kernel: [dimension, classes], bias: [classes]};
const common = {classes, seed: 1};
const forms: readonly Form[] = [
  {
    name: 'focal',
    type: FocalHead,
    make: (given) => focal({...common, ...given, gamma: 1.5}),
    weights: linear,
    loss: (f, labels, [kernel, bias], classWeights) =>
      focalLoss(f, labels, kernel as Tensor2D, bias as Tensor1D, {gamma: 1.5, classWeights}),
  },
  {
    name: 'class-balanced',
    type: ClassBalancedHead,
    make: (given) => classBalanced({...common, ...given, classCounts, beta: 0.999}),
    weights: linear,
    loss: (f, labels, [kernel, bias], classWeights) =>
      classBalancedLoss(f, labels, kernel as Tensor2D, bias as Tensor1D, {
        classCounts,
        beta: 0.999,
        classWeights,
      }),
  },
  {
    name: 'ldam',
    type: LdamHead,
    make: (given) => ldam({...common, ...given, classCounts, scale: 12, maxMargin: 0.3}),
    weights: {prototypes: [classes, dimension]},
    loss: (f, labels, [prototypes], classWeights) =>
      ldamLoss(f, labels, prototypes as Tensor2D, {classCounts, scale: 12, maxMargin: 0.3, classWeights}),
  },
  {
    name: 'balanced-softmax',
    type: BalancedSoftmaxHead,
    make: (given) => balancedSoftmax({...common, ...given, classCounts}),
    weights: linear,
    loss: (f, labels, [kernel, bias], classWeights) =>
      balancedSoftmaxLoss(f, labels, kernel as Tensor2D, bias as Tensor1D, {classCounts, classWeights}),
  },
  {
    name: 'logit-adjustment',
    type: LogitAdjustmentHead,
    make: (given) => logitAdjustment({...common, ...given, classCounts, tau: 0.7}),
    weights: linear,
    loss: (f, labels, [kernel, bias], classWeights) =>
      logitAdjustedLoss(f, labels, kernel as Tensor2D, bias as Tensor1D, {
        classCounts,
        tau: 0.7,
        classWeights,
      }),
  },
  {
    name: 'fixed-simplex',
    type: FixedSimplexHead,
    make: (given) => fixedSimplex({...common, ...given, scale: 12}),
    weights: {vertices: [classes, dimension]},
    loss: (f, labels, [vertices], classWeights) =>
      fixedSimplexLoss(f, labels, vertices as Tensor2D, {scale: 12, classWeights}),
  },
];

onEachBackend(() => {
  describe.each(forms)('$name', (form) => {
    test('has its weights', () => {
      const head = form.make({});
      head.build([null, dimension]);
      const shapes = head.weights.map((w) => [w.originalName, w.shape]);
      expect(Object.fromEntries(shapes)).toEqual(form.weights);
      expect(head.trainableWeights.length).toBe(form.name === 'fixed-simplex' ? 0 : shapes.length);
    });

    test('its loss is the pure function of its weights, class weights included', () => {
      const classWeights = [1, 2, 3];
      const head = form.make({classWeights});
      const model = network(head);
      const {xs, labels} = toy(1, 3);
      const embeddings = embeddingModel(model).predict(xs) as Tensor2D;
      const expected = form.loss(embeddings, labels, head.getWeights(), classWeights);
      const actual = head.loss(tensor1d(labels), model.predict(xs) as Tensor);
      expect(actual.shape).toEqual([12]);
      expectClose(actual.dataSync(), expected.dataSync(), 1e-5);
    });

    test('learns a toy problem with a 10:1 imbalance, the same on every run, without a leak', async () => {
      const {xs, labels} = toy(8, 1);
      const unseen = toy(8, 2);
      const runs: Float32Array[] = [];
      for (const _run of [1, 2]) {
        const head = form.make({});
        const model = network(head);
        const ys = head.labels(labels);
        await model.fit(xs, ys, {epochs: 1, shuffle: false, verbose: 0});
        const before = memory().numTensors;
        const {history} = await model.fit(xs, ys, {epochs: 20, shuffle: false, verbose: 0});
        expect(memory().numTensors).toBe(before);
        expect(history.loss!.at(-1)!).toBeLessThan((history.loss![0] as number) / 2);
        const [, accuracy] = model.evaluate(unseen.xs, head.labels(unseen.labels)) as Tensor[];
        expect(accuracy!.dataSync()[0]).toBeGreaterThan(0.95);
        runs.push(Float32Array.from((model.predict(unseen.xs) as Tensor).dataSync()));
      }
      expect(runs[1]).toEqual(runs[0]);
    });

    test('predicts and judges the same after saving and loading', async () => {
      const head = form.make({classWeights: [1, 2, 3], weightDecay: 0.01});
      const model = network(head);
      const {xs, labels} = toy(2, 1);
      await model.fit(xs, head.labels(labels), {epochs: 2, verbose: 0});
      const loaded = await savedAndLoaded(model);
      const found = lossHeadOf(loaded);
      expect(found).toBeInstanceOf(form.type);
      expect(found.options).toEqual(head.options);
      const [before, after] = [model, loaded].map((m) => m.predict(xs) as Tensor);
      expect(after!.dataSync()).toEqual(before!.dataSync());
      expect(found.loss(tensor1d(labels), after!).dataSync()).toEqual(
        head.loss(tensor1d(labels), before!).dataSync(),
      );
    });

    test('keeps its weights where it is not trainable', async () => {
      const head = form.make({trainable: false});
      const model = network(head);
      const {xs, labels} = toy(1, 1);
      const before = head.getWeights().map((w) => w.dataSync().slice());
      await model.fit(xs, head.labels(labels), {epochs: 2, verbose: 0});
      expect(head.getWeights().map((w) => w.dataSync())).toEqual(before);
    });

    test('refuses bad labels', () => {
      const head = form.make({});
      head.build([null, dimension]);
      const scores = head.apply(tensor2d(Array(dimension).fill(1), [1, dimension])) as Tensor;
      expect(() => head.loss(tensor1d([3]), scores)).toThrow(
        'labels[0] must be an integer from 0 to 2, but is 3.',
      );
      expect(() => head.loss(tensor1d([0.5]), scores)).toThrow('labels[0]');
    });
  });

  test('scores for prediction have no prior and no margin in them', () => {
    const f = tensor2d(Float32Array.from(normals(2 * dimension, 1)), [2, dimension]);
    for (const {make, weights} of forms.filter((form) => 'kernel' in form.weights)) {
      const head = make({});
      head.build([null, dimension]);
      expect(Object.keys(weights)).toEqual(['kernel', 'bias']);
      const [kernel, bias] = head.getWeights() as [Tensor2D, Tensor1D];
      const expected = linearScores(f, kernel, bias).dataSync();
      expect((head.apply(f, {training: true}) as Tensor).dataSync()).toEqual(expected);
    }
    const head = ldam({classes, classCounts, seed: 1});
    head.build([null, dimension]);
    const own = head.apply(head.getWeights()[0] as Tensor2D) as Tensor2D;
    expectClose(
      (own.arraySync() as number[][]).map((row, j) => row[j]!),
      [30, 30, 30],
      1e-5,
    );
  });

  describe('reductions to softmax cross entropy', () => {
    const labels = [1, 0, 2, 1];
    const f = () => tensor2d(Float32Array.from(normals(4 * dimension, 5)), [4, dimension]);
    const kernel = () => tensor2d(Float32Array.from(normals(classes * dimension, 6)), [dimension, classes]);
    const entropies = (scores: Tensor2D): number[] => {
      const p = softmax(scores).arraySync() as number[][];
      return p.map((row, i) => -Math.log(row[labels[i]!]!));
    };
    test('gamma 0, beta 0, tau 0, equal counts', () => {
      const expected = entropies(linearScores(f(), kernel()));
      for (const losses of [
        focalLoss(f(), labels, kernel(), undefined, {gamma: 0}),
        classBalancedLoss(f(), labels, kernel(), undefined, {classCounts, beta: 0}),
        classBalancedLoss(f(), labels, kernel(), undefined, {classCounts: [7, 7, 7]}),
        logitAdjustedLoss(f(), labels, kernel(), undefined, {classCounts, tau: 0}),
        logitAdjustedLoss(f(), labels, kernel(), undefined, {classCounts: [7, 7, 7]}),
        balancedSoftmaxLoss(f(), labels, kernel(), undefined, {classCounts: [7, 7, 7]}),
      ]) {
        expectClose(losses.dataSync(), expected, 1e-5);
      }
    });

    test('LDAM without margin is the fixed classifier of the same vectors', () => {
      const vertices = tensor2d(Float32Array.from(regularSimplex(classes, dimension, 1)), [
        classes,
        dimension,
      ]);
      const expected = fixedSimplexLoss(f(), labels, vertices).dataSync();
      const actual = ldamLoss(f(), labels, vertices, {classCounts, maxMargin: 0}).dataSync();
      expectClose(actual, expected, 1e-5);
    });

    test('logit adjustment with tau 1 is balanced softmax', () => {
      const expected = balancedSoftmaxLoss(f(), labels, kernel(), undefined, {classCounts}).dataSync();
      const actual = logitAdjustedLoss(f(), labels, kernel(), undefined, {classCounts}).dataSync();
      expectClose(actual, expected, 1e-5);
    });
  });

  describe('focal loss keeps its digits where the answer is all but right', () => {
    test.each([4, 9, 18, 25])('a margin of %d', (margin) => {
      const run = (gamma: number): [number, number] => {
        const of = (bias: Tensor): Tensor =>
          focalLoss(tensor2d([[0]]), [0], tensor2d([[0, 0]]), bias as Tensor1D, {gamma});
        const bias = tensor1d([margin, 0]);
        return [of(bias).dataSync()[0]!, grad((b) => sum(of(b)))(bias).dataSync()[0]!];
      };
      const t = Math.exp(-margin);
      const q = t / (1 + t);
      const entropy = Math.log1p(t);
      for (const gamma of [0, 0.5, 1, 2]) {
        const [value, gradient] = run(gamma);
        expectClose([value], [q ** gamma * entropy], 1e-5);
        const slope = q ** gamma + gamma * q ** (gamma - 1) * (1 - q) * entropy;
        expectClose([gradient], [-q * slope], 1e-5);
      }
    });
  });

  describe('deferred re-weighting', () => {
    const weights = effectiveNumberWeights(classCounts, 0.99);

    test('begins after the given number of training steps, and is saved', async () => {
      const {xs, labels} = toy(1, 3);
      const head = ldam({classes, classCounts, seed: 1, reweightAfter: 2, beta: 0.99});
      const model = network(head);
      const ratio = (m: LayersModel): number[] => {
        const own = lossHeadOf(m);
        const embeddings = embeddingModel(m).predict(xs) as Tensor2D;
        const plain = ldamLoss(embeddings, labels, own.getWeights()[0] as Tensor2D, {classCounts});
        const losses = own.loss(tensor1d(labels), m.predict(xs) as Tensor).dataSync();
        return [...plain.dataSync()].map((v, i) => losses[i]! / v);
      };
      const ys = head.labels(labels);
      await model.trainOnBatch(xs, ys);
      await model.trainOnBatch(xs, ys);
      model.evaluate(xs, ys);
      expectClose(
        ratio(model),
        labels.map(() => 1),
        1e-4,
      );
      const loaded = await savedAndLoaded(model);
      loaded.compile({optimizer: train.sgd(0.01), loss: lossHeadOf(loaded).loss});
      for (const m of [model, loaded]) {
        await m.trainOnBatch(xs, ys);
        expectClose(
          ratio(m),
          labels.map((y) => weights[y]!),
          1e-4,
        );
      }
    });

    test('counts in fit, and its gradient is weighted too', async () => {
      const {xs, labels} = toy(1, 3);
      const make = (given: object) => {
        const head = ldam({classes, classCounts, seed: 1, ...given});
        const model = network(head);
        model.compile({optimizer: train.sgd(0.1), loss: head.loss});
        return {head, model};
      };
      const deferred = make({reweightAfter: 0, beta: 0.99});
      const weighted = make({classWeights: weights});
      for (const {head, model} of [deferred, weighted]) {
        await model.fit(xs, head.labels(labels), {epochs: 2, batchSize: 4, shuffle: false, verbose: 0});
      }
      expectClose(deferred.head.getWeights()[0]!.dataSync(), weighted.head.getWeights()[0]!.dataSync(), 1e-5);
      expect(deferred.head.getWeights()[1]!.dataSync()[0]).toBe(6);
    });
  });

  test('adjusts logits after training', () => {
    const scores = tensor2d([[1, 2, 3]]);
    const shares = classCounts.map((n) => n / 180);
    expectClose(
      adjustLogits(scores, classCounts).dataSync(),
      shares.map((p, j) => j + 1 - Math.log(p)),
      1e-6,
    );
    expectClose(
      adjustLogits(scores, classCounts, 0.5).dataSync(),
      shares.map((p, j) => j + 1 - Math.log(p) / 2),
      1e-6,
    );
    expect(() => adjustLogits(scores, [1, 2])).toThrow(
      'adjustLogits: classCounts must have one number for each of the 3 classes, but has 2.',
    );
    expect(() => adjustLogits(scores, classCounts, -1)).toThrow(
      'adjustLogits: tau must be a number >= 0, but got -1.',
    );
  });
});

describe('weights and margins by class counts', () => {
  test('effective numbers have a mean of 1', () => {
    const raw = [500, 50, 5].map((n) => (1 - 0.9999) / (1 - 0.9999 ** n));
    const total = raw.reduce((a, b) => a + b, 0);
    expectClose(
      effectiveNumberWeights([500, 50, 5]),
      raw.map((w) => (3 * w) / total),
      1e-9,
    );
    expectClose(effectiveNumberWeights([500, 50, 5], 0), [1, 1, 1], 1e-12);
    expectClose(effectiveNumberWeights([1, 2], 1), [4 / 3, 2 / 3], 1e-12);
    expectClose(effectiveNumberWeights([1, 2], 1 - 1e-12), [4 / 3, 2 / 3], 1e-9);
  });

  test('margins fall with the 4th root', () => {
    expectClose(ldamMargins([1, 16, 81]), [0.5, 0.25, 0.5 / 3], 1e-12);
    expectClose(ldamMargins([160, 10], 0.8), [0.4, 0.8], 1e-12);
  });

  test('are refused by name', () => {
    const bad = 'classCounts must be an array of integers >= 1, one a class, but got';
    expect(() => effectiveNumberWeights([3, 0])).toThrow(`effectiveNumberWeights: ${bad} [3, 0].`);
    expect(() => effectiveNumberWeights([3, 1], 1.5)).toThrow('beta must be a number >= 0 and <= 1');
    expect(() => ldamMargins([3, 1.5])).toThrow(`ldamMargins: ${bad} [3, 1.5].`);
    expect(() => ldamMargins([3, 1], -1)).toThrow('maxMargin must be a number >= 0 and <= 2, but got -1.');
  });
});

describe('the plugins', () => {
  test('make heads that take counts and seed from the context where none are given', () => {
    expect(plugins.map(({name}) => name)).toEqual(forms.map(({name}) => name));
    for (const [i, plugin] of plugins.entries()) {
      const head = plugin.create({}, {classes, classCounts, seed: 8});
      expect(head).toBeInstanceOf(forms[i]!.type);
      expect(head.options.seed).toBe(8);
      const needsCounts = !['focal', 'fixed-simplex'].includes(plugin.name);
      expect(plugin.needs?.classCounts ?? false).toBe(needsCounts);
      if (!needsCounts) continue;
      expect(head.getConfig().classCounts).toEqual(classCounts);
      expect(plugin.create({classCounts: [1, 2, 3]}, {classes, classCounts}).options).toMatchObject({
        classCounts: [1, 2, 3],
      });
      expect(() => plugin.create({}, {classes})).toThrow(
        `${plugin.name}: needs the number of training examples`,
      );
      expect(() => plugin.create({}, {classes, classCounts: [1, 2]})).toThrow(
        `${plugin.name}: classCounts must have one number for each of the 3 classes, but has 2.`,
      );
      expect(() => plugin.create({}, {classes, classCounts: [1, 2, 0]})).toThrow(
        `${plugin.name}: classCounts must be an array of integers >= 1, one a class, but got [1, 2, 0].`,
      );
    }
  });

  test('refuse what their heads do not know', () => {
    expect(() => focal({classes, gama: 1} as object as {classes: number})).toThrow(
      "focal: unknown option 'gama'. Did you mean 'gamma'?",
    );
    expect(() => focal({classes, gamma: -1})).toThrow('focal: gamma must be a number >= 0, but got -1.');
    expect(() => ldam({classes} as {classes: number; classCounts: number[]})).toThrow(
      'ldam: classCounts must be an array of integers >= 1, one a class, but got undefined.',
    );
    expect(() => ldam({classes, classCounts, scale: 0})).toThrow(
      'ldam: scale must be a number > 0, but got 0.',
    );
    expect(() => ldam({classes, classCounts, reweightAfter: 1.5})).toThrow('ldam: reweightAfter must be');
    expect(() => classBalanced({classes, classCounts, beta: 2})).toThrow('class-balanced: beta must be');
    expect(() => logitAdjustment({classes, classCounts, tau: -1})).toThrow('logit-adjustment: tau must be');
    expect(() => fixedSimplex({classes, objective: 'hinge' as 'cross-entropy'})).toThrow(
      "fixed-simplex: objective must be one of 'cross-entropy', 'dot-regression', but got 'hinge'.",
    );
  });

  test('a simplex that does not fit is refused', () => {
    expect(() => fixedSimplex({classes: 5}).build([null, 3])).toThrow(
      'fixed-simplex: 5 classes need embeddings of at least 4 numbers, but they have 3.',
    );
  });
});
