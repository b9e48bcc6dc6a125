import {classMeans, embeddingModel, type LossHead, lossHeadOf, OptionError} from '@isomargin/core';
import {
  gather,
  io,
  memory,
  randomUniform,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  train,
} from '@tensorflow/tfjs-core';
import {
  initializers,
  type LayersModel,
  layers,
  loadLayersModel,
  model as makeModel,
  sequential,
} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {
  ContrastiveHead,
  contrastive,
  contrastiveLoss,
  plugins,
  SoftmaxContrastiveHead,
  softmaxContrastive,
  softmaxContrastiveLoss,
  TripletHead,
  triplet,
  tripletLoss,
} from '../src/index.js';

const [inputs, dimension, classes] = [2, 4, 3];
type Config = Record<string, unknown>;

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

const makers = {contrastive, triplet, softmaxContrastive} as const;

function network<K extends keyof typeof makers>(
  kind: K,
  config: Config = {},
  useMetric = false,
): {model: LayersModel; head: ReturnType<(typeof makers)[K]>} {
  const head = makers[kind]({classes, seed: 1, ...config}) as ReturnType<(typeof makers)[K]>;
  const kernelInitializer = initializers.glorotUniform({seed: 1});
  const hidden = layers.dense({
    units: dimension,
    inputShape: [inputs],
    activation: 'tanh',
    kernelInitializer,
  });
  const model = sequential({layers: [hidden, head]});
  const metrics = useMetric ? [head.accuracy, head.loss] : [head.accuracy];
  model.compile({optimizer: train.adam(0.05), loss: head.loss, metrics});
  return {model, head};
}

const numbers = (tensor: Tensor): Float64Array => {
  const values = Float64Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
};
const stateOf = (head: LossHead): number[][] => head.getWeights().map((w) => [...w.dataSync()]);

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

/** Means and counts after a step by the rule, with plain loops. */
function stateAfter(
  [means, counts]: readonly number[][],
  f: ArrayLike<number>,
  labels: readonly number[],
  window: number,
  normalize: boolean,
): [number[], number[]] {
  const d = f.length / labels.length;
  const rows = labels.map((_, i) => {
    const row = Array.from({length: d}, (_, k) => f[i * d + k]!);
    const norm = normalize ? Math.sqrt(row.reduce((sum, v) => sum + v * v, 0)) : 1;
    return row.map((v) => v / norm);
  });
  const [newMeans, newCounts] = [[...means!], [...counts!]];
  for (let j = 0; j < classes; j++) {
    const members = rows.filter((_, i) => labels[i] === j);
    const kept = Math.min(counts![j]!, window);
    newCounts[j] = kept + members.length;
    if (members.length === 0) continue;
    for (let k = 0; k < d; k++) {
      const total = members.reduce((sum, row) => sum + row[k]!, kept * means![j * d + k]!);
      newMeans[j * d + k] = total / newCounts[j]!;
    }
  }
  return [newMeans, newCounts];
}

onEachBackend(() => {
  describe.each(['contrastive', 'triplet'] as const)('the class means of %s', (kind) => {
    const normalize = kind === 'triplet';

    test.each([
      ['', 50, false],
      [', with the loss as a metric too and a small window', 4, true],
    ] as [string, number, boolean][])('over training steps, exactly%s', async (_, meanWindow, useMetric) => {
      const {model, head} = network(kind, {meanWindow, classWeights: [1, 5, 0]}, useMetric);
      const {xs, labels} = toy(2, 3);
      const ys = head.labels(labels);
      const embed = embeddingModel(model);
      let expected = stateOf(head);
      expect(expected).toEqual([Array(classes * dimension).fill(0), [0, 0, 0]]);
      for (let epoch = 0; epoch < 2; epoch++) {
        // The last batch is smaller, and some batches lack a class.
        for (let from = 0; from < labels.length; from += 5) {
          const rows = Array.from({length: Math.min(5, labels.length - from)}, (_, i) => from + i);
          const at = tensor1d(rows, 'int32');
          const part = gather(xs, at);
          const f = numbers(embed.predict(part) as Tensor);
          const of = rows.map((r) => labels[r]!);
          expected = stateAfter(expected, f, of, meanWindow, normalize);
          await model.trainOnBatch(part, gather(ys, at));
          for (const [i, values] of stateOf(head).entries()) expectClose(values, expected[i]!, 1e-5);
        }
      }
    });

    test('are those of all training examples while the window is not full', async () => {
      const head = makers[kind]({classes, meanWindow: 1000});
      const model = sequential({layers: [layers.inputLayer({inputShape: [inputs]}), head]});
      const {xs, labels} = toy(2, 4);
      for (const start of [0, 12]) {
        const scores = head.apply(slice(xs, [start, 0], [12, inputs]), {training: true}) as Tensor;
        head.loss(tensor1d(labels.slice(start, start + 12)), scores);
      }
      const rows = xs.dataSync();
      const placed = normalize
        ? rows.map((v, i) => v / Math.hypot(rows[i - (i % 2)]!, rows[i - (i % 2) + 1]!))
        : rows;
      const expected = classMeans(tensor2d(placed, [24, inputs]), labels, classes);
      expectClose(head.means().dataSync(), expected.dataSync(), 1e-5);
      expect(stateOf(head)[1]).toEqual([20, 2, 2]);
      // The scores are minus the squared distances to them.
      const scores = (model.predict(xs) as Tensor).dataSync();
      const means = expected.dataSync();
      const distances = labels.flatMap((_, i) =>
        [0, 1, 2].map(
          (j) => -((placed[2 * i]! - means[2 * j]!) ** 2) - (placed[2 * i + 1]! - means[2 * j + 1]!) ** 2,
        ),
      );
      expectClose(scores, distances, 1e-5);
    });

    test('do not move in evaluate, predict and validation, and not with trainable = false', async () => {
      const {model, head} = network(kind, {}, true);
      const {xs, labels} = toy(2, 5);
      const ys = head.labels(labels);
      const start = stateOf(head);
      model.evaluate(xs, ys);
      model.predict(xs);
      head.loss(ys, head.apply(randomUniform([labels.length, dimension])) as Tensor);
      expect(stateOf(head)).toEqual(start);

      const run = async (validationData?: [Tensor, Tensor]): Promise<number[][]> => {
        const {model: fresh, head: own} = network(kind);
        await fresh.fit(xs, ys, {epochs: 2, batchSize: 8, shuffle: false, verbose: 0, validationData});
        return stateOf(own);
      };
      const other = toy(1, 6);
      const without = await run();
      expect(without).not.toEqual(start);
      expect(await run([other.xs, head.labels(other.labels)])).toEqual(without);

      head.trainable = false;
      model.compile({optimizer: 'sgd', loss: head.loss});
      await model.fit(xs, ys, {epochs: 1, verbose: 0});
      expect(stateOf(head)).toEqual(start);
    });

    test('of classes that were not seen score lowest', async () => {
      const {model, head} = network(kind);
      const xs = tensor2d([0.1, 0.2, 3, -3, 100, 100, 2, 2], [4, 2]);
      const before = model.predict(xs) as Tensor;
      expect([...before.dataSync()].every(Number.isFinite)).toBe(true);
      await model.fit(xs, head.labels([0, 2, 0, 2]), {epochs: 1, verbose: 0});
      const scores = (model.predict(xs) as Tensor2D).arraySync();
      for (const [a, b, c] of scores) expect(b).toBeLessThan(Math.min(a!, c!) - 1e20);
    });

    test('are no trainable weights, and come as a copy', () => {
      const {head} = network(kind);
      expect(head.trainableWeights.length).toBe(0);
      expect(head.nonTrainableWeights.map(({shape}) => shape)).toEqual([[classes, dimension], [classes]]);
      const means = head.means();
      means.dispose();
      expect(head.means().shape).toEqual([classes, dimension]);
      expect(() => makers[kind]({classes}).means()).toThrow('before it is part of a model');
    });
  });

  test.each([
    ['contrastive', {}],
    ['contrastive', {average: 'active', normalize: true, classWeights: [1, 3, 3], weightDecay: 1e-3}],
    ['triplet', {}],
    ['triplet', {mining: 'batch-hard', margin: 'soft', distance: 'euclidean', normalize: false}],
    ['triplet', {mining: 'all', average: 'active', classWeights: [1, 3, 3]}],
    ['softmaxContrastive', {}],
    ['softmaxContrastive', {verificationWeight: 0.5, useBias: false, weightDecay: 1e-4, average: 'kinds'}],
  ] as [keyof typeof makers, Config][])(
    '%s %j: learns by its scores, the same on every run, without a leak',
    async (kind, config) => {
      const {xs, labels} = toy(5, 1);
      const unseen = toy(6, 2);
      const first = network(kind, config, true);
      const again = network(kind, config, true);
      const ys = first.head.labels(labels);
      for (const {model} of [first, again]) {
        await model.fit(xs, ys, {epochs: 1, shuffle: false, verbose: 0});
      }
      const {model, head} = first;
      expect(numbers(again.model.predict(xs) as Tensor)).toEqual(numbers(model.predict(xs) as Tensor));
      const before = memory().numTensors;
      const {history} = await model.fit(xs, ys, {
        epochs: 12,
        shuffle: false,
        verbose: 0,
        validationData: [xs, ys],
      });
      expect(memory().numTensors).toBe(before);
      expect(history.loss!.at(-1)!).toBeLessThan(0.9 * (history.loss![0] as number));
      const [, accuracy] = model.evaluate(unseen.xs, head.labels(unseen.labels)) as Tensor[];
      expect(accuracy!.dataSync()[0]).toBeGreaterThan(0.93);
      const rare = unseen.labels.flatMap((label, i) => (label === 0 ? [] : [i]));
      const right = head.accuracy(tensor1d(unseen.labels), model.predict(unseen.xs) as Tensor).dataSync();
      expect(rare.filter((i) => right[i] === 1).length / rare.length).toBeGreaterThan(0.8);
    },
  );

  const pure = {
    contrastive: (f: Tensor2D, labels: number[], options: Config) => contrastiveLoss(f, labels, options),
    triplet: (f: Tensor2D, labels: number[], options: Config) => tripletLoss(f, labels, options),
    softmaxContrastive: (f: Tensor2D, labels: number[], options: Config, head: LossHead) => {
      const [kernel, bias] = head.getWeights() as [Tensor2D, Tensor1D];
      return softmaxContrastiveLoss(f, labels, kernel, bias, options);
    },
  };

  test.each([
    ['contrastive', {margin: 0.7, average: 'kinds', classWeights: [1, 2, 3]}],
    ['triplet', {mining: 'all', margin: 0.5, classWeights: [1, 2, 3]}],
    ['softmaxContrastive', {verificationWeight: 0.7, classWeights: [1, 2, 3]}],
  ] as [keyof typeof makers, Config][])('%s: its loss is the pure function', (kind, options) => {
    const {model, head} = network(kind, options);
    const {xs, labels} = toy(1, 3);
    const f = embeddingModel(model).predict(xs) as Tensor2D;
    const expected = pure[kind](f, labels, options, head).dataSync();
    expectClose(head.loss(tensor1d(labels), head.apply(f) as Tensor).dataSync(), expected, 1e-6);
    expectClose(head.loss(head.labels(labels), model.apply(xs) as Tensor).dataSync(), expected, 1e-6);
  });

  test.each([
    ['contrastive', ContrastiveHead, {average: 'active', margin: 0.7, meanWindow: 9}],
    ['triplet', TripletHead, {mining: 'batch-hard', margin: 'soft', distance: 'euclidean'}],
    ['softmaxContrastive', SoftmaxContrastiveHead, {verificationWeight: 0.3, weightDecay: 0.01}],
  ] as const)('%s: saved and loaded with its weights, and trained on', async (kind, type, config) => {
    const {model, head} = network(kind, {classWeights: [1, 2, 3], ...config});
    const {xs, labels} = toy(2, 1);
    const ys = head.labels(labels);
    await model.fit(xs, ys, {epochs: 2, verbose: 0});
    const loaded = await savedAndLoaded(model);
    const found = lossHeadOf(loaded);
    expect(found).toBeInstanceOf(type);
    expect(found.options).toEqual(head.options);
    expect(stateOf(found)).toEqual(stateOf(head));
    expect(numbers(loaded.predict(xs) as Tensor)).toEqual(numbers(model.predict(xs) as Tensor));
    for (const [m, h] of [
      [model, head],
      [loaded, found],
    ] as [LayersModel, LossHead][]) {
      m.compile({optimizer: train.sgd(0.1), loss: h.loss});
      await m.fit(xs, ys, {epochs: 1, batchSize: labels.length, shuffle: false, verbose: 0});
    }
    expect(stateOf(found)).toEqual(stateOf(head));
  });

  test.each(['contrastive', 'triplet', 'softmaxContrastive'] as const)(
    '%s: at the end of a nested model, with evaluate and fit',
    async (kind) => {
      const {model, head} = network(kind);
      const outer = makeModel({inputs: model.inputs, outputs: model.apply(model.inputs[0]!) as never});
      outer.compile({optimizer: train.adam(0.02), loss: head.loss, metrics: [head.accuracy]});
      const {xs, labels} = toy(4, 1);
      const ys = head.labels(labels);
      const before = memory().numTensors;
      const [first] = (outer.evaluate(xs, ys) as Tensor[]).map((t) => numbers(t)[0]!);
      await outer.fit(xs, ys, {epochs: 15, shuffle: false, verbose: 0});
      const [last, accuracy] = (outer.evaluate(xs, ys) as Tensor[]).map((t) => numbers(t)[0]!);
      expect(last!).toBeLessThan(first!);
      expect(accuracy!).toBeGreaterThan(0.9);
      // Adam's moments, made in the first step.
      expect(memory().numTensors - before).toBeLessThanOrEqual(2 * outer.trainableWeights.length + 2);
    },
  );

  test('starts with a seeded kernel', () => {
    const kernels = [5, 5, 6].map((seed) => {
      const head = softmaxContrastive({classes: 4, seed});
      head.build([null, 7]);
      return stateOf(head);
    });
    expect(kernels[1]).toEqual(kernels[0]);
    expect(kernels[2]).not.toEqual(kernels[0]);
  });
});

describe('bad input', () => {
  test.each([
    [contrastive, {classes: 1}, 'contrastive: classes must be an integer >= 2, but got 1.'],
    [contrastive, {classes: 3, margin: 0}, 'contrastive: margin must be a number > 0, but got 0.'],
    [contrastive, {classes: 3, meanWindow: 0}, 'contrastive: meanWindow must be an integer >= 1, but got 0.'],
    [
      triplet,
      {classes: 3, margin: 'hard'},
      "triplet: margin must be a number >= 0, or 'soft', but got 'hard'.",
    ],
    [triplet, {classes: 3, minning: 'all'}, "triplet: unknown option 'minning'. Did you mean 'mining'?"],
    [
      softmaxContrastive,
      {classes: 3, verificationWeight: -1},
      'softmax-contrastive: verificationWeight must be a number >= 0, but got -1.',
    ],
  ] as [(config: never) => LossHead, Config, string][])('%#: %j', (make, config, message) => {
    expect(() => make(config as never)).toThrow(new OptionError(message));
  });

  test('scores of elsewhere, and labels out of range', () => {
    for (const kind of ['contrastive', 'triplet', 'softmaxContrastive'] as const) {
      const {head} = network(kind);
      expect(() => head.loss(tensor1d([0]), tensor2d([[1, 2, 3]]))).toThrow('did not come from this head');
      expect(() => head.loss(tensor1d([3]), head.apply(tensor2d([[1, 2, 3, 4]])) as Tensor)).toThrow(
        'labels[0] must be an integer from 0 to 2, but is 3.',
      );
    }
  });

  test('the plugins take the seed of the context where none is given', () => {
    expect(plugins.map(({name, task}) => [name, task])).toEqual([
      ['contrastive', 'pairs'],
      ['triplet', 'pairs'],
      ['softmax-contrastive', 'classification'],
    ]);
    for (const plugin of plugins) {
      const seeds = [{}, {seed: 3}].map((given) => plugin.create(given, {classes, seed: 8}).options.seed);
      expect(seeds).toEqual([8, 3]);
    }
  });
});
