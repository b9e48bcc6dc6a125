import '@tensorflow/tfjs-backend-cpu';
import {
  cast,
  mean,
  memory,
  oneHot,
  type SGDOptimizer,
  setBackend,
  softmax,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import {
  CustomCallback,
  callbacks,
  type History,
  input,
  type LayersModel,
  layers,
  model as modelOf,
  sequential,
} from '@tensorflow/tfjs-layers';
import {beforeAll, describe, expect, test} from 'vitest';
import {accuracy, auroc, averagePrecision, brierScore, logLoss, macroF1, topKAccuracy} from '../src/index.js';
import {
  type BatchDataset,
  type BatchMetric,
  batchAccuracy,
  batchBrierScore,
  batchLogLoss,
  batchTopKAccuracy,
  evaluateMetrics,
  type ValidationMetricsOptions,
  validationMetrics,
} from '../src/tfjs/index.js';
import {expectClose} from './close.js';

beforeAll(async () => {
  await setBackend('cpu');
});

const n = 23;
const classes = 3;
const labels = Array.from({length: n}, (_, i) => (i % 9 === 0 ? 2 : i % 4 === 0 ? 1 : 0));
const inputs = labels.map((label, i) => [label + Math.sin(7 * i), Math.cos(3 * i) - label / 2]);
const xs = (): Tensor2D => tensor2d(inputs);
const ys = (): Tensor2D => tensor2d(labels, [n, 1]);
const hotOf = (given: number[]): Tensor =>
  tidy(() => cast(oneHot(tensor1d(given, 'int32'), classes), 'float32'));
const hot = (): Tensor => hotOf(labels);

function classifier(metrics: BatchMetric[] = [], units = classes): LayersModel {
  const net = sequential();
  const activation = units === 1 ? 'sigmoid' : 'softmax';
  const kernelInitializer = 'ones' as const;
  net.add(layers.dense({units, activation, inputShape: [2], kernelInitializer}));
  const kernel = Array.from({length: 2 * units}, (_, i) => Math.sin(5 * i + 1));
  net.layers[0]?.setWeights([tensor2d(kernel, [2, units]), tensor1d(new Array(units).fill(0.1))]);
  const loss = units === 1 ? 'binaryCrossentropy' : 'categoricalCrossentropy';
  net.compile({optimizer: 'sgd', loss, metrics});
  return net;
}

/** In batches of uneven size, each given out once an epoch. */
function dataset(size = 5, labelsOf: (from: number, to: number) => Tensor = hotSlice): BatchDataset {
  return {
    iterator: async () => {
      let at = 0;
      return {
        next: async () => {
          if (at >= n) return {value: null, done: true};
          const [from, to] = [at, Math.min(n, at + size)];
          at = to;
          return {value: {xs: tensor2d(inputs.slice(from, to)), ys: labelsOf(from, to)}, done: false};
        },
      };
    },
  };
}

/** tfjs-layers does not export the type of a data set. */
const fitData = (): FitData => dataset() as unknown as FitData;
type FitData = Parameters<LayersModel['evaluateDataset']>[0] & Parameters<LayersModel['fitDataset']>[0];

function hotSlice(from: number, to: number): Tensor {
  return hotOf(labels.slice(from, to));
}

const outputsOf = async (net: LayersModel): Promise<number[][]> =>
  (await (net.predict(xs()) as Tensor).array()) as number[][];

describe('metrics for compile', () => {
  const all = (): BatchMetric[] => [batchAccuracy(), batchTopKAccuracy(2), batchLogLoss(), batchBrierScore()];

  test('their mean over uneven batches is the metric, in fit, evaluate and evaluateDataset', async () => {
    const net = classifier(all());
    // Without learning, the training metrics are those of this model, too.
    (net.optimizer as SGDOptimizer).setLearningRate(0);
    const rows = await outputsOf(net);
    const expected = [
      accuracy(labels, rows),
      topKAccuracy(labels, rows, {k: 2}),
      logLoss(labels, rows),
      brierScore(labels, rows),
    ];
    expect(net.metricsNames.slice(1)).toEqual(['accuracy', 'top2Accuracy', 'logLoss', 'brierScore']);
    const check = (values: Tensor[]): void =>
      expected.forEach((value, i) => void expectClose(values[i + 1]?.dataSync()[0] as number, value, 1e-5));
    check(net.evaluate(xs(), hot(), {batchSize: 5}) as Tensor[]);
    check((await net.evaluateDataset(fitData(), {})) as Tensor[]);
    const {history} = await net.fit(xs(), hot(), {
      batchSize: 5,
      epochs: 1,
      verbose: 0,
      validationData: [xs(), hot()] as [Tensor, Tensor],
    });
    for (const [i, name] of net.metricsNames.slice(1).entries()) {
      expectClose(history[name]?.[0] as number, expected[i] as number, 1e-5);
      expectClose(history[`val_${name}`]?.[0] as number, expected[i] as number, 1e-5);
    }
  });

  test('labels [n], [n, 1] and one-hot; ties as in topKAccuracy; one column', () => {
    const rows = [
      [0.5, 0.25, 0.25],
      [0.25, 0.25, 0.5],
      [0.25, 0.5, 0.25],
      [0.4, 0.4, 0.2],
    ];
    const truth = [1, 1, 2, 1];
    for (const form of [
      tensor1d(truth),
      tensor1d(truth, 'int32'),
      tensor2d(truth, [4, 1]),
      oneHot(tensor1d(truth, 'int32'), 3),
    ]) {
      const of = (metric: BatchMetric): number => mean(metric(form, tensor2d(rows))).dataSync()[0] as number;
      for (const k of [1, 2, 3]) expectClose(of(batchTopKAccuracy(k)), topKAccuracy(truth, rows, {k}), 1e-6);
      expectClose(of(batchAccuracy()), accuracy(truth, rows), 1e-6);
      expectClose(of(batchLogLoss()), logLoss(truth, rows), 1e-6);
      expectClose(of(batchBrierScore()), brierScore(truth, rows), 1e-6);
    }
    const column = [0.2, 0.5, 0.9, 0.7];
    for (const form of [tensor1d([0, 1, 0, 1]), tensor2d([0, 1, 0, 1], [4, 1])]) {
      const of = (metric: BatchMetric): number =>
        mean(metric(form, tensor2d(column, [4, 1]))).dataSync()[0] as number;
      expectClose(of(batchAccuracy()), 0.75, 1e-6);
      expectClose(of(batchLogLoss()), logLoss([0, 1, 0, 1], column), 1e-6);
      expectClose(of(batchBrierScore()), brierScore([0, 1, 0, 1], column), 1e-6);
    }
    const two = [
      [0.2, 0.8],
      [0.6, 0.4],
    ];
    const half = mean(batchBrierScore()(tensor1d([1, 1]), tensor2d(two))).dataSync()[0] as number;
    expectClose(half, brierScore([1, 1], two), 1e-6);
  });

  test('nothing leaks, and shapes that do not fit are refused', () => {
    const [truth, rows] = [
      tensor1d([0, 1]),
      tensor2d([
        [0.5, 0.25, 0.25],
        [0, 0, 1],
      ]),
    ];
    const before = memory().numTensors;
    for (const metric of all()) metric(truth, rows).dispose();
    expect(memory().numTensors).toBe(before);
    expect(() => batchAccuracy()(tensor1d([0, 1, 1]), rows)).toThrow(
      /yTrue has shape \[3\] and yPred \[2, 3\]/,
    );
    expect(() => batchAccuracy()(truth, tensor1d([0, 1]))).toThrow(/yPred has shape \[2\]: rows/);
    expect(() => batchTopKAccuracy(0)).toThrow(/k is 0: it must be a whole number/);
    expect(() => batchTopKAccuracy(4)(truth, rows)).toThrow(/k is 4: .* from 1 to 3/);
  });
});

describe('a callback that adds metrics of the whole validation set', () => {
  /** What every epoch's model gives for the whole set. */
  const watched = (net: LayersModel) => {
    const expected: number[] = [];
    const watcher = new CustomCallback({
      onEpochEnd: async () => {
        const rows = (await (net.predict(xs()) as Tensor).array()) as number[][];
        expected.push(macroF1(labels, rows));
      },
    });
    return {expected, watcher};
  };

  const trainings: [string, (net: LayersModel, given: object) => Promise<History['history']>][] = [
    [
      'fit',
      async (net, given) => (await net.fit(xs(), hot(), {validationData: [xs(), hot()], ...given})).history,
    ],
    [
      'fitDataset',
      async (net, given) =>
        (
          await net.fitDataset(fitData(), {
            validationData: fitData(),
            ...(given as {epochs: number}),
          })
        ).history,
    ],
  ];

  test.each(trainings)('%s: early stopping, other callbacks and the history see them', async (_, train) => {
    for (const data of [[xs(), ys()] as const, [xs(), hot()] as const, dataset(), dataset(4)]) {
      const net = classifier();
      const {expected, watcher} = watched(net);
      const seen: number[] = [];
      const chart = new CustomCallback({
        onEpochEnd: (_epoch, logs) => void seen.push(logs?.val_macroF1 as number),
      });
      const history = await train(net, {
        epochs: 3,
        verbose: 0,
        callbacks: [validationMetrics({data, metrics: {macroF1, auroc}}), watcher, chart],
      });
      expect(seen).toHaveLength(3);
      expect(seen).toEqual(expected);
      expect(history.val_macroF1).toEqual(expected);
      expect(history.val_auroc).toHaveLength(3);
      expect(history.val_loss).toHaveLength(3);
    }
  });

  test.each(trainings)('%s: stops early by them', async (_, train) => {
    // Best in the second epoch.
    const values = [0.1, 0.5, 0.4, 0.3, 0.2, 0.1];
    const run = async (mode: 'max' | 'auto'): Promise<number> => {
      let epoch = 0;
      const metric = validationMetrics({
        data: [xs(), hot()],
        metrics: {rareRecall: () => values[epoch++] as number},
      });
      const stop = callbacks.earlyStopping({monitor: 'val_rareRecall', mode, patience: 2});
      await train(classifier(), {epochs: 6, verbose: 0, callbacks: [metric, stop]});
      return epoch;
    };
    expect(await run('max')).toBe(4);
    // As the README warns: by itself it waits for smaller values, because the name has no 'acc'.
    expect(await run('auto')).toBe(3);
  });

  test('metrics of the whole are not means of batches', async () => {
    const net = classifier();
    const rows = await outputsOf(net);
    const {whole} = await evaluateMetrics(net, dataset(5), {whole: macroF1});
    expectClose(whole, macroF1(labels, rows));
    const parts = [0, 5, 10, 15, 20].map((from) => {
      const to = Math.min(n, from + 5);
      return (macroF1(labels.slice(from, to), rows.slice(from, to)) * (to - from)) / n;
    });
    expect(Math.abs(parts.reduce((sum, part) => sum + part, 0) - whole)).toBeGreaterThan(0.01);
  });

  test('one output column, logits, several inputs, some of the batches', async () => {
    const binary = labels.map((label) => Number(label > 0));
    const sigmoid = classifier([], 1);
    const scores = (await outputsOf(sigmoid)).map(([score]) => score as number);
    const found = await evaluateMetrics(sigmoid, [xs(), tensor1d(binary)], {
      auroc,
      averagePrecision,
      macroF1: (yTrue, {data}) =>
        macroF1(
          yTrue,
          data.map((score) => Number(score > 0.5)),
        ),
    });
    expectClose(found.auroc, auroc(binary, scores));
    expectClose(found.averagePrecision, averagePrecision(binary, scores));
    expectClose(
      found.macroF1,
      macroF1(
        binary,
        scores.map((score) => Number(score > 0.5)),
      ),
    );

    const logits = sequential({layers: [layers.dense({units: classes, inputShape: [2]})]});
    const rows = softmax(logits.predict(xs()) as Tensor).arraySync() as number[][];
    const transform = (outputs: Tensor): Tensor => softmax(outputs);
    const {loss} = await evaluateMetrics(logits, [xs(), ys()], {loss: logLoss}, {transform, batchSize: 4});
    expectClose(loss, logLoss(labels, rows), 1e-6);

    const [a, b] = [input({shape: [2], name: 'a'}), input({shape: [2], name: 'b'})];
    const both = layers.add().apply([a, b]);
    const sum = modelOf({
      inputs: [a, b],
      outputs: layers.dense({units: 3, activation: 'softmax'}).apply(both) as never,
    });
    const byOrder = await evaluateMetrics(sum, [[xs(), xs()], ys()], {loss: logLoss});
    const byName = await evaluateMetrics(sum, [{b: xs(), a: xs()}, ys()], {loss: logLoss});
    expect(byName).toEqual(byOrder);

    const some = await evaluateMetrics(
      classifier(),
      dataset(5),
      {count: (yTrue) => yTrue.length},
      {batches: 2},
    );
    expect(some.count).toBe(10);
  });

  test('tensors of the caller stay, batches of a data set and outputs go', async () => {
    const net = classifier();
    const given = [xs(), hot()] as const;
    const before = memory().numTensors;
    await evaluateMetrics(net, given, {macroF1});
    await evaluateMetrics(net, dataset(), {macroF1});
    const fail = (): number => {
      throw new Error('no');
    };
    await expect(evaluateMetrics(net, dataset(), {fail})).rejects.toThrow('no');
    const wrong = dataset(5, (from, to) => tensor1d(labels.slice(from, to).map((label) => label + 7)));
    await expect(evaluateMetrics(net, wrong, {macroF1})).rejects.toThrow(/yTrue\[0\] is 9/);
    expect(memory().numTensors).toBe(before);
  });

  test('what is wrong is said', async () => {
    const make =
      (options: object): (() => unknown) =>
      () =>
        validationMetrics({data: [xs(), ys()], metrics: {macroF1}, ...options} as ValidationMetricsOptions);
    expect(make({data: xs()})).toThrow(/data is neither \[xs, ys\] nor a data set/);
    expect(make({metrics: {}})).toThrow(/metrics is empty/);
    expect(make({metrics: {macroF1: 'macroF1'}})).toThrow(/metrics.macroF1 is macroF1: a function/);
    expect(make({batchsize: 3})).toThrow(/unknown option batchsize: this metric knows data, metrics/);
    expect(make({batchSize: 0})).toThrow(/batchSize is 0/);
    expect(make({prefix: 3})).toThrow(/prefix is 3/);
    const net = classifier();
    await expect(evaluateMetrics(net, [xs(), ys()], {none: (() => 'x') as never})).rejects.toThrow(
      /metrics.none gave x: a number/,
    );
    const odd = {iterator: async () => ({next: async () => ({value: [xs(), ys()], done: false})})};
    await expect(evaluateMetrics(net, odd, {macroF1})).rejects.toThrow(/not the form {xs, ys}/);
    const twice = modelOf({inputs: net.inputs, outputs: [...net.outputs, ...net.outputs]});
    await expect(evaluateMetrics(twice, [xs(), ys()], {macroF1})).rejects.toThrow(/has 2 outputs/);
    await expect(evaluateMetrics(net, [{a: xs()}, ys()], {macroF1})).rejects.toThrow(/input .* is missing/);
    const training = {epochs: 1, verbose: 0 as const, validationData: [xs(), hot()] as [Tensor, Tensor]};
    const loss = validationMetrics({data: [xs(), hot()], metrics: {loss: () => 1}});
    await expect(net.fit(xs(), hot(), {...training, callbacks: [loss]})).rejects.toThrow(
      /logs already have val_loss/,
    );
    const second = [{onEpochEnd: () => {}}, validationMetrics({data: [xs(), hot()], metrics: {macroF1}})];
    await expect(net.fit(xs(), hot(), {...training, callbacks: second as never})).rejects.toThrow(
      /must be the first of the callbacks/,
    );
  });
});
