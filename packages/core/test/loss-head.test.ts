import {
  argMax,
  grads,
  memory,
  mul,
  ones,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  train,
} from '@tensorflow/tfjs-core';
import {input, layers, model as makeModel, type SymbolicTensor, sequential} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {embeddingModel, OptionError, oneHotLabels} from '../src/index.js';
import {
  classes,
  compiled,
  datasetOf,
  dimension,
  EmbeddingsHead,
  examples,
  inputs,
  meanLoss,
  ScoresHead,
  wirings,
} from './test-heads.js';

const heads = {
  'a head of scores': {make: () => new ScoresHead({classes, seed: 2}), pull: 0},
  'a head that needs the embeddings': {make: () => new EmbeddingsHead({classes, seed: 2}), pull: 0.5},
};
const firstOf = (tensor: Tensor | Tensor[]): number =>
  (Array.isArray(tensor) ? tensor[0]! : tensor).dataSync()[0]!;
const quiet = {verbose: 0} as const;

/** Tensors that `f` leaves behind, but for the result, which is disposed. */
async function leaked(f: () => unknown): Promise<number> {
  const before = memory().numTensors;
  const result = await f();
  for (const tensor of [result].flat()) (tensor as {dispose?: () => void})?.dispose?.();
  return memory().numTensors - before;
}

onEachBackend(() => {
  describe.each(Object.entries(wirings))('in %s', (_wiring, wire) => {
    describe.each(Object.entries(heads))('%s', (_head, {make, pull}) => {
      test('takes the right step', async () => {
        const {model, head} = compiled(wire, make(), 1);
        const {xs, labels} = examples(8);
        const before = model.getWeights().map((w) => w.clone()) as [Tensor2D, Tensor2D];
        const oneHot = oneHotLabels(labels, classes);
        const [loss] = (await model.trainOnBatch(xs, head.labels(labels))) as number[];
        expectClose([loss!], meanLoss(xs, oneHot, ...before, pull).dataSync(), 1e-5);
        const gradients = grads((w, k) => meanLoss(xs, oneHot, w as Tensor2D, k as Tensor2D, pull))(before);
        for (const [i, after] of model.getWeights().entries()) {
          expectClose(sub(before[i]!, after).dataSync(), gradients[i]!.dataSync(), 1e-5);
        }
      });

      test('learns by fit, and by fitDataset from integer labels as well', async () => {
        const {xs, labels} = examples(30);
        const byFit = compiled(wire, make());
        const options = {epochs: 5, batchSize: 10, shuffle: false, ...quiet};
        const {history} = await byFit.model.fit(xs, byFit.head.labels(labels), options);
        expect(history.loss!.at(-1)!).toBeLessThan(history.loss![0] as number);
        for (const asTensor of [
          (part: number[]) => tensor1d(part, 'int32'),
          (part: number[]) => tensor2d(part, [part.length, 1]),
          (part: number[]) => oneHotLabels(part, classes),
        ]) {
          const byDataset = compiled(wire, make());
          const given = datasetOf(xs, labels, 10, asTensor);
          const result = await byDataset.model.fitDataset(given, {epochs: 5, ...quiet});
          expectClose(result.history.loss as number[], history.loss as number[], 1e-5);
          expectClose(result.history.acc as number[], history.acc as number[], 1e-5);
        }
      });

      test('evaluates as it trains', async () => {
        const {model, head} = compiled(wire, make());
        const {xs, labels} = examples(30);
        const ys = head.labels(labels);
        const expected = meanLoss(xs, ys, ...(model.getWeights() as [Tensor2D, Tensor2D]), pull).dataSync();
        const results = model.evaluate(xs, ys, {batchSize: 7}) as Tensor[];
        expectClose([firstOf(results)], expected, 1e-5);
        const scores = model.predict(xs) as Tensor2D;
        const hits = [...argMax(scores, 1).dataSync()].filter((guess, i) => guess === labels[i]).length;
        expectClose([firstOf(results[1]!)], [hits / labels.length], 1e-6);
        const given = datasetOf(xs, labels, 7, (part) => tensor1d(part, 'int32'));
        expectClose([firstOf((await model.evaluateDataset(given, {})) as Tensor[])], expected, 1e-5);
      });

      test('leaks no tensor', async () => {
        const {model, head} = compiled(wire, make());
        const {xs, labels} = examples(30);
        const ys = head.labels(labels);
        const fit = async (): Promise<void> => {
          await model.fit(xs, ys, {epochs: 2, validationSplit: 0.2, ...quiet});
        };
        await fit();
        expect(await leaked(fit)).toBe(0);
        expect(await leaked(() => model.evaluate(xs, ys))).toBe(0);
        expect(await leaked(() => model.predict(xs, {batchSize: 7}))).toBe(0);
        expect(await leaked(() => model.trainOnBatch(xs, ys))).toBe(0);
        const given = datasetOf(xs, labels, 10, (part) => tensor1d(part, 'int32'));
        expect(await leaked(async () => void (await model.fitDataset(given, {epochs: 2, ...quiet})))).toBe(0);
        expect(await leaked(() => model.apply(xs))).toBe(0);
        expect(await leaked(() => tidy(() => head.loss(ys, model.apply(xs) as Tensor)))).toBe(0);
      });
    });

    test('the embeddings that are recalled are those behind the scores', async () => {
      const {model, head} = compiled(wire, new EmbeddingsHead({classes}), 0);
      const {xs, labels} = examples(5);
      const ys = head.labels(labels);
      const expected = (embeddingModel(model).predict(xs) as Tensor2D).dataSync();
      await model.fit(xs, ys, {epochs: 1, shuffle: false, ...quiet});
      await model.trainOnBatch(xs, ys);
      await model.fitDataset(
        datasetOf(xs, labels, 5, (part) => tensor1d(part)),
        {epochs: 1, ...quiet},
      );
      expect(head.recalled.map(({training}) => training)).toEqual([true, true, true]);
      model.evaluate(xs, ys);
      head.loss(ys, model.apply(xs) as Tensor);
      head.loss(ys, model.apply(xs, {training: true}) as Tensor);
      expect(head.recalled.length).toBe(6);
      for (const {embeddings} of head.recalled) expectClose(embeddings.flat(), expected, 1e-6);
    });

    test('a head that is not trainable keeps its weights, and the backbone learns', async () => {
      const {model, head} = compiled(wire, new ScoresHead({classes, trainable: false}));
      const {xs, labels} = examples(30);
      const before = model.getWeights().map((w) => w.dataSync().slice());
      await model.fit(xs, head.labels(labels), {epochs: 2, ...quiet});
      const after = model.getWeights().map((w) => w.dataSync());
      // A model lists the weights that are not trained last; here that is the same order.
      expect(after[1]).toEqual(before[1]);
      expect(after[0]).not.toEqual(before[0]);
    });
  });

  describe('by hand', () => {
    test('two calls are told apart', () => {
      const head = new EmbeddingsHead({classes});
      const [a, b] = [tensor2d([1, 2, 3], [1, 3]), tensor2d([4, 5, 6], [1, 3])];
      const [first, second] = [head.apply(a), head.apply(b)] as [Tensor, Tensor];
      head.loss(tensor1d([0]), first);
      head.loss(tensor1d([0]), second);
      head.loss(tensor1d([0]), first);
      expect(head.recalled.map(({embeddings}) => embeddings[0]![0])).toEqual([1, 4, 1]);
    });

    test('the loss has one entry an example, of either form of labels', () => {
      const head = new ScoresHead({classes, seed: 1});
      const {xs, labels} = examples(6);
      const scores = head.apply(xs) as Tensor2D;
      const losses = head.loss(tensor1d(labels, 'int32'), scores);
      expect(losses.shape).toEqual([6]);
      expectClose(head.loss(head.labels(labels), scores).dataSync(), losses.dataSync(), 1e-7);
      const hits = head.accuracy(tensor1d(labels), scores);
      expect(hits.dtype).toBe('float32');
      expect([...hits.dataSync()]).toEqual(
        [...argMax(scores, 1).dataSync()].map((guess, i) => Number(guess === labels[i])),
      );
    });

    test('recalling does not outlive the scores', () => {
      const head = new EmbeddingsHead({classes});
      const xs = tensor2d([1, 2, 3], [1, 3]);
      head.apply(xs);
      const before = memory().numTensors;
      const scores = head.apply(xs) as Tensor;
      expect(memory().numTensors).toBe(before + 2);
      scores.dispose();
      scores.dispose();
      expect(memory().numTensors).toBe(before);
    });

    test('embeddings outlive the disposal of the tensor that was given', () => {
      const head = new EmbeddingsHead({classes});
      const xs = tensor2d([1, 2, 3], [1, 3]);
      const scores = head.apply(xs) as Tensor;
      xs.dispose();
      head.loss(tensor1d([0]), scores);
      expect(head.recalled[0]!.embeddings).toEqual([[1, 2, 3]]);
    });
  });

  describe('weights', () => {
    const {xs, labels} = {
      xs: [
        [1, 0, 2],
        [0, 1, 1],
        [1, 1, 0],
      ],
      labels: [0, 1, 2],
    };

    test('an integer class weight equals repeating the example', () => {
      const head = new ScoresHead({classes, seed: 1, classWeights: [1, 3, 2]});
      const plain = new ScoresHead({classes, seed: 1});
      const weighted = head.loss(tensor1d(labels), head.apply(tensor2d(xs)) as Tensor);
      const repeat = <T>(list: T[]): T[] => list.flatMap((item, i) => Array<T>([1, 3, 2][i]!).fill(item));
      const repeated = plain.loss(tensor1d(repeat(labels)), plain.apply(tensor2d(repeat(xs))) as Tensor);
      expectClose(sum(weighted).dataSync(), sum(repeated).dataSync(), 1e-6);
    });

    test("class weights do the same as tfjs's classWeight", async () => {
      const data = examples(20);
      const own = compiled(
        wirings['a Sequential model']!,
        new ScoresHead({classes, seed: 1, classWeights: [1, 3, 0.5]}),
      );
      const theirs = compiled(wirings['a Sequential model']!, new ScoresHead({classes, seed: 1}));
      const options = {epochs: 2, shuffle: false, ...quiet};
      await own.model.fit(data.xs, own.head.labels(data.labels), options);
      const classWeight = {0: 1, 1: 3, 2: 0.5};
      await theirs.model.fit(data.xs, theirs.head.labels(data.labels), {...options, classWeight});
      for (const [i, weight] of own.model.getWeights().entries()) {
        expectClose(weight.dataSync(), theirs.model.getWeights()[i]!.dataSync(), 1e-6);
      }
    });

    test('weight decay adds the penalty to the loss of fit, and its gradient', async () => {
      const plain = compiled(wirings['a Sequential model']!, new ScoresHead({classes, seed: 1}), 1);
      const decayed = compiled(
        wirings['a Sequential model']!,
        new ScoresHead({classes, seed: 1, weightDecay: 0.25}),
        1,
      );
      const kernel = plain.head.getWeights()[0]!.clone();
      const data = examples(6);
      const ys = plain.head.labels(data.labels);
      const [[without], [withDecay]] = (await Promise.all([
        plain.model.trainOnBatch(data.xs, ys),
        decayed.model.trainOnBatch(data.xs, ys),
      ])) as [number[], number[]];
      expectClose([withDecay! - without!], mul(sum(square(kernel)), 0.25).dataSync(), 1e-4);
      const difference = sub(plain.head.getWeights()[0]!, decayed.head.getWeights()[0]!);
      expectClose(difference.dataSync(), mul(kernel, 0.5).dataSync(), 1e-4);
    });

    test('validation and evaluate leave the penalty out', () => {
      const {model, head} = compiled(
        wirings['a Sequential model']!,
        new ScoresHead({classes, seed: 1, weightDecay: 100}),
      );
      const data = examples(6);
      const ys = head.labels(data.labels);
      const expected = meanLoss(data.xs, ys, ...(model.getWeights() as [Tensor2D, Tensor2D]), 0);
      expectClose([firstOf(model.evaluate(data.xs, ys))], expected.dataSync(), 1e-5);
    });
  });

  describe('bad input', () => {
    const labels = [1, 2, 2, 1, 2, 2];

    test.each([
      ['scores', () => new ScoresHead({classes})],
      ['embeddings', () => new EmbeddingsHead({classes})],
    ])('a layer after a head of %s', async (_name, make) => {
      const head = make();
      const model = sequential({
        layers: [
          layers.dense({units: dimension, inputShape: [inputs]}),
          head,
          layers.softmax({name: 'after'}),
        ],
      });
      model.compile({optimizer: train.sgd(0.1), loss: head.loss});
      const {xs} = examples(6);
      await expect(model.fit(xs, head.labels(labels), quiet)).rejects.toThrow(
        "test: the loss needs the head's own scores, but the layer 'after' comes after the head and changes them.",
      );
    });

    test('a layer that changes the number of scores', () => {
      const head = new ScoresHead({classes});
      expect(() => head.loss(tensor1d([0]), tensor2d([[1, 2, 3, 4]]))).toThrow(
        'test: scores must have shape [batch, 3], but have shape [1,4]. Is the head the last layer of the model?',
      );
      expect(() => head.loss(tensor1d([0]), tensor1d([1, 2, 3]))).toThrow('but have shape [3]');
      expect(() => head.accuracy(tensor1d([0]), tensor2d([[1, 2, 3, 4]]))).toThrow('but have shape [1,4]');
    });

    test('a head that was left out of the model', async () => {
      const head = new ScoresHead({classes});
      const model = sequential({layers: [layers.dense({units: classes, inputShape: [5]})]});
      model.compile({optimizer: 'sgd', loss: head.loss});
      await expect(model.fit(ones([2, 5]), head.labels([0, 1]), {verbose: 0})).rejects.toThrow(
        'test: the loss is that of a head which is no part of the model',
      );
    });

    test('scores of another head, where the embeddings are needed', () => {
      const [head, other] = [new EmbeddingsHead({classes}), new EmbeddingsHead({classes})];
      const embeddings = tensor2d([[1, 2, 3]]);
      head.apply(embeddings);
      expect(() => head.loss(tensor1d([0]), other.apply(embeddings) as Tensor)).toThrow(
        'these scores did not come from this head',
      );
      const changed = mul(head.apply(embeddings) as Tensor, 2);
      expect(() => head.loss(tensor1d([0]), changed)).toThrow('these scores did not come from this head');
    });

    test('a layer after the model that the head is in, where the embeddings are needed', async () => {
      const head = new EmbeddingsHead({classes});
      const inner = sequential({layers: [layers.dense({units: dimension, inputShape: [inputs]}), head]});
      const given = input({shape: [inputs]});
      const scores = layers.softmax().apply(inner.apply(given)) as SymbolicTensor;
      const model = makeModel({inputs: given, outputs: scores});
      model.compile({optimizer: train.sgd(0.1), loss: head.loss});
      const {xs} = examples(6);
      await expect(model.fit(xs, head.labels(labels), quiet)).rejects.toThrow('did not come from this head');
    });

    test('labels', () => {
      const head = new ScoresHead({classes});
      const scores = head.apply(tensor2d([[1, 2, 3]])) as Tensor;
      expect(() => head.loss(tensor1d([3]), scores)).toThrow(
        'labels[0] must be an integer from 0 to 2, but is 3.',
      );
      expect(() => head.accuracy(tensor1d([0.5]), scores)).toThrow('but is 0.5');
      expect(() => head.loss(tensor1d([0, 1]), scores)).toThrow(
        'one entry for each of the 1 examples, but have 2',
      );
      expect(() => head.labels([0, -1])).toThrow('but is -1');
    });

    test('embeddings of another rank', () => {
      const text =
        'test: embeddings must have shape [batch, d] with d known and at least 1, but come as [batch,4,5].';
      expect(() => new ScoresHead({classes, inputShape: [4, 5]}).apply(ones([1, 4, 5]))).toThrow(
        'embeddings must have shape [batch, d]',
      );
      expect(() =>
        sequential({layers: [layers.dense({units: 5, inputShape: [4, 3]}), new ScoresHead({classes})]}),
      ).toThrow(text);
      expect(() => new ScoresHead({classes}).apply(ones([2, 0]))).toThrow('at least 1, but come as [2,0].');
    });

    test.each([
      [{classes: 1}, 'test: classes must be an integer >= 2, but got 1.'],
      [{classes: 2.5}, 'test: classes must be an integer >= 2, but got 2.5.'],
      [{}, 'test: classes must be an integer >= 2, but got undefined.'],
      [undefined, 'test: needs an object with the number of classes, {classes: …}, but got undefined.'],
      [3, 'test: needs an object with the number of classes, {classes: …}, but got 3.'],
      [{clases: 3}, "test: unknown option 'clases'. Did you mean 'classes'?"],
      [{classes: 3, trainble: false}, "test: unknown option 'trainble'. Did you mean 'trainable'?"],
      [{classes: 3, pul: 1}, "test: unknown option 'pul'. Did you mean 'pull'?"],
      [{classes: 3, weightDecay: -1}, 'test: weightDecay must be a number >= 0, but got -1.'],
      [
        {classes: 3, classWeights: [1, 1]},
        'test: classWeights must have one number for each of the 3 classes, but has 2.',
      ],
    ])('%o', (config, text) => {
      expect(() => new ScoresHead(config as unknown as {classes: number})).toThrow(new OptionError(text));
    });
  });

  test('the shape of the scores is known before the first call', () => {
    const head = new ScoresHead({classes});
    expect(head.computeOutputShape([null, 5])).toEqual([null, classes]);
    expect((wirings['a functional model']!(head).output as SymbolicTensor).shape).toEqual([null, classes]);
  });

  test('losses of head and hand agree in form: rank 1 also for a batch of 1', () => {
    const head = new ScoresHead({classes});
    const losses = head.loss(tensor1d([0]), head.apply(tensor2d([[1, 2, 3]])) as Tensor) as Tensor1D;
    expect(losses.shape).toEqual([1]);
  });
});
