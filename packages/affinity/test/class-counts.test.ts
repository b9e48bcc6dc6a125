import {embeddingModel, OptionError} from '@isomargin/core';
import {lossProblem} from '@isomargin/testkit';
import {grads, io, sum, type Tensor, type Tensor2D, tensor1d, tensor2d, tidy} from '@tensorflow/tfjs-core';
import {initializers, layers, loadLayersModel, type Sequential, sequential} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {type AffinityHead, affinity, affinityLoss} from '../src/index.js';
import {oracle} from './oracle.js';

const dimension = 3;
const labels = [0, 0, 1, 2, 2, 0, 1, 2];
const embeddings = Array.from(normals(labels.length * dimension, 1));
const prototypes = Array.from(normals(3 * dimension, 2));
const strength = {sigma: 5, margin: 0.6, countMargin: 0.15, countWeight: 0.7} as const;

/** The losses in float64, from the equations. */
function expected(
  options: {countMargin?: number; margin?: number | 'auto'; classCounts: number[] | 'none'},
  [f, w]: readonly [readonly number[], readonly number[]] = [embeddings, prototypes],
): readonly number[] {
  const weight = (values: readonly number[], shape: number[]) => ({shape, values: Float64Array.from(values)});
  const resolved = affinity({classes: 3, ...strength, ...options}).options;
  const problem: Parameters<typeof oracle>[0] = lossProblem({
    batch: labels.length,
    dimension,
    classes: 3,
    embeddings: Float64Array.from(f),
    labels,
    weights: {prototypes: weight(w, [3, dimension]), unit: weight([1], []), sigma: weight([5], [])},
    options: resolved,
    classCounts: [],
    training: false,
  });
  return oracle(problem, problem).losses;
}

const read = (make: () => Tensor): number[] => Array.from(tidy(make).dataSync());

function lossesOf(options: Parameters<typeof affinityLoss>[3]): number[] {
  return read(() =>
    affinityLoss(
      tensor2d(embeddings, [labels.length, dimension]),
      labels,
      tensor2d(prototypes, [3, dimension]),
      {...strength, ...options},
    ),
  );
}

function small(config: Partial<Parameters<typeof affinity>[0]> = {}): {
  model: Sequential;
  head: AffinityHead;
} {
  const head = affinity({classes: 3, seed: 7, ...config});
  const kernelInitializer = initializers.glorotUniform({seed: 1});
  const model = sequential({
    layers: [layers.dense({units: 4, inputShape: [dimension], kernelInitializer}), head],
  });
  model.compile({optimizer: 'sgd', loss: head.loss, metrics: [head.loss, head.accuracy]});
  return {model, head};
}

async function saved(model: Sequential): Promise<io.ModelArtifacts> {
  let kept: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (artifacts) => {
      kept = artifacts;
      return {modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON'}};
    }),
  );
  return kept!;
}

onEachBackend(() => {
  test.each([
    [[40, 10, 5], 0.15],
    [[7, 7, 7], 0.15],
    [[5000, 10, 1], 0.15], // 0.9 · 0.6 / log 5000 = 0.063 is less
    [[40, 10, 5], 0],
  ])(
    'of counts %j and countMargin %d margins and weights are those of the equations',
    (classCounts, countMargin) => {
      expectClose(lossesOf({classCounts, countMargin}), expected({classCounts, countMargin}), 1e-5);
    },
  );

  test("with margin 'auto' counts make weights alone", () => {
    const classCounts = [40, 10, 5];
    expectClose(lossesOf({classCounts, margin: 'auto'}), expected({classCounts, margin: 'auto'}), 1e-5);
  });

  test('the gradient is that of the equations', () => {
    const classCounts = [40, 10, 5];
    const gradients = tidy(() => {
      const shape: [number, number] = [labels.length, dimension];
      const of = grads((f: Tensor, w: Tensor) =>
        sum(affinityLoss(f as Tensor2D, labels, w as Tensor2D, {...strength, classCounts})),
      );
      return of([tensor2d(embeddings, shape), tensor2d(prototypes, [3, dimension])]).map((g) =>
        Array.from(g.dataSync()),
      );
    });
    for (const [which, given] of [embeddings, prototypes].entries()) {
      const moved = (k: number, by: number): number => {
        const values = given.map((v, i) => (i === k ? v + by : v));
        const parts = which === 0 ? ([values, prototypes] as const) : ([embeddings, values] as const);
        return expected({classCounts}, parts).reduce((a, b) => a + b, 0);
      };
      const differences = given.map((_, k) => (moved(k, 1e-5) - moved(k, -1e-5)) / 2e-5);
      expectClose(gradients[which]!, differences, 1e-4);
    }
  });

  test('the head counts the labels of training batches, once each, and no others', async () => {
    const {model, head} = small();
    const x = tensor2d(embeddings, [labels.length, dimension]);
    const y = head.labels(labels);
    expect(head.classCounts).toEqual([0, 0, 0]);
    await model.fit(x, y, {epochs: 2, batchSize: 3, verbose: 0, validationData: [x, y]});
    model.evaluate(x, y);
    model.predict(x);
    expect(head.classCounts).toEqual([6, 4, 6]);
    head.trainable = false;
    model.compile({optimizer: 'sgd', loss: head.loss});
    await model.trainOnBatch(x, y);
    expect(head.classCounts).toEqual([6, 4, 6]);
  });

  test('of the first 32 batches, then of every fourth', async () => {
    const {model, head} = small();
    const x = tensor2d(embeddings.slice(0, dimension), [1, dimension]);
    for (let step = 0; step < 50; step++) await model.trainOnBatch(x, head.labels([2]));
    expect(head.classCounts).toEqual([0, 0, 32 + 4]);
  });

  test('weights that are set count at once', () => {
    const {model, head} = small({sigma: 5});
    const x = tensor2d(embeddings, [labels.length, dimension]);
    const losses = () => read(() => head.loss(head.labels(labels), model.predict(x) as Tensor));
    const before = losses();
    const weights = head.getWeights().map((weight) => weight.clone());
    head.setWeights(weights.map((w) => (w.shape.length === 1 ? tensor1d([100, 10, 1]) : w)));
    expect(losses()).not.toEqual(before);
    head.setWeights(weights);
    expect(losses()).toEqual(before);
  });

  test('its loss goes by them, ten more of each', async () => {
    const {model, head} = small({sigma: 5});
    const x = tensor2d(embeddings, [labels.length, dimension]);
    const rare = [0, 0, 0, 0, 0, 0, 0, 1];
    for (let step = 0; step < 5; step++) await model.trainOnBatch(x, head.labels(rare));
    expect(head.classCounts).toEqual([35, 5, 0]);
    const losses = read(() => head.loss(head.labels(labels), model.predict(x) as Tensor));
    const f = tidy(() => embeddingModel(model).predict(x) as Tensor2D);
    const options = {sigma: 5, margin: 0.5, classCounts: [45, 15, 10]};
    expectClose(
      losses,
      read(() => affinityLoss(f, labels, head.prototypes(), options)),
      1e-4,
    );
  });

  test('they are saved with the model', async () => {
    const {model, head} = small();
    const x = tensor2d(embeddings, [labels.length, dimension]);
    await model.trainOnBatch(x, head.labels(labels));
    const loaded = await loadLayersModel(io.fromMemory(await saved(model)));
    expect((loaded.layers.at(-1) as AffinityHead).classCounts).toEqual([3, 2, 3]);
  });

  test('a model that was saved before heads counted classes loads, and treats them alike', async () => {
    const {model} = small({margin: 'auto', classCounts: 'none', prototypeStep: 30});
    const artifacts = await saved(model);
    const text = JSON.stringify(artifacts.modelTopology);
    expect(text).toContain('"class_counts":"none"');
    const before = text.replace(/"(class_counts|count_margin|count_weight)":("none"|[\d.]+),?/g, '');
    const loaded = await loadLayersModel(
      io.fromMemory({...artifacts, modelTopology: JSON.parse(before.replaceAll(',}', '}'))}),
    );
    const head = loaded.layers.at(-1) as AffinityHead;
    expect(head.classCounts).toBeUndefined();
    expect(head.options.margin).toBe('auto');
    const x = tensor2d(embeddings, [labels.length, dimension]);
    expect(read(() => loaded.predict(x) as Tensor)).toEqual(read(() => model.predict(x) as Tensor));
  });
});

describe('counts that are refused', () => {
  test.each([
    ['another number than of classes', [3, 4], 1, 'one number for each of the 3 classes, but has 2'],
    ['a class without examples', [3, 0, 2], 1, 'an array of integers >= 1'],
    ['halves', [3, 1.5, 2], 1, 'an array of integers >= 1'],
    ['fewer than prototypes', [9, 9, 2], 3, 'is 3, and by classCounts class 2 has 2'],
  ])('%s', (_, classCounts, prototypesPerClass, text) => {
    const head = () => affinity({classes: 3, classCounts, prototypesPerClass});
    expect(head).toThrow(OptionError);
    expect(head).toThrow(text);
    const f = () => lossesOf({classCounts, ...(prototypesPerClass === 1 ? {} : {prototypesPerClass})});
    if (prototypesPerClass === 1) expect(f).toThrow(text);
  });
});
