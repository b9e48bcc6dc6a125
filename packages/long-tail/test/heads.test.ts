import {
  classCounts as countsOfLabels,
  embeddingModel,
  type LossHead,
  linearScores,
  lossHeadOf,
} from '@isomargin/core';
import {
  grad,
  io,
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
  balancedSoftmax,
  balancedSoftmaxLoss,
  classBalanced,
  classBalancedLoss,
  effectiveNumberWeights,
  fixedSimplex,
  focal,
  focalLoss,
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

onEachBackend(() => {
  test('scores for prediction have no prior and no margin in them', () => {
    const f = tensor2d(Float32Array.from(normals(2 * dimension, 1)), [2, dimension]);
    const common = {classes, seed: 1};
    for (const head of [
      focal(common),
      classBalanced({...common, classCounts}),
      balancedSoftmax({...common, classCounts}),
      logitAdjustment({...common, classCounts}),
    ]) {
      head.build([null, dimension]);
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
    test('with equal counts', () => {
      const expected = entropies(linearScores(f(), kernel()));
      for (const losses of [
        classBalancedLoss(f(), labels, kernel(), undefined, {classCounts: [7, 7, 7]}),
        logitAdjustedLoss(f(), labels, kernel(), undefined, {classCounts: [7, 7, 7]}),
        balancedSoftmaxLoss(f(), labels, kernel(), undefined, {classCounts: [7, 7, 7]}),
      ]) {
        expectClose(losses.dataSync(), expected, 1e-5);
      }
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
  test('are those of six losses, some of which take class counts from the context', () => {
    const names = [
      'focal',
      'class-balanced',
      'ldam',
      'balanced-softmax',
      'logit-adjustment',
      'fixed-simplex',
    ];
    expect(plugins.map(({name}) => name)).toEqual(names);
    for (const plugin of plugins) {
      const head = plugin.create({}, {classes, classCounts, seed: 8});
      const needsCounts = !['focal', 'fixed-simplex'].includes(plugin.name);
      expect(plugin.needs?.classCounts ?? false).toBe(needsCounts);
      if (!needsCounts) continue;
      expect(head.getConfig().classCounts).toEqual(classCounts);
      expect(plugin.create({classCounts: [1, 2, 3]}, {classes, classCounts}).options).toMatchObject({
        classCounts: [1, 2, 3],
      });
      expect(() => plugin.create({}, {classes, classCounts: [1, 2, 0]})).toThrow(
        `${plugin.name}: classCounts must be an array of integers >= 1, one a class, but got [1, 2, 0].`,
      );
    }
  });

  test('take class counts as typed arrays, as `classCounts` of core returns them', () => {
    const counts = countsOfLabels([0, 0, 0, 1, 2, 2], 3);
    const [typed, plain] = [counts, [...counts]].map((given) => ldam({classes: 3, classCounts: given}));
    expect(typed!.options).toEqual(plain!.options);
    expect(ldamMargins(counts)).toEqual(ldamMargins([...counts]));
    expect(effectiveNumberWeights(counts)).toEqual(effectiveNumberWeights([...counts]));
  });

  test('a head without class counts is refused', () => {
    expect(() => ldam({classes} as {classes: number; classCounts: number[]})).toThrow(
      'ldam: classCounts must be an array of integers >= 1, one a class, but got undefined.',
    );
  });

  test('a simplex that does not fit is refused', () => {
    expect(() => fixedSimplex({classes: 5}).build([null, 3])).toThrow(
      'fixed-simplex: 5 classes need embeddings of at least 4 numbers, but they have 3.',
    );
  });
});
