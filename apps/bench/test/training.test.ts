import {embeddingModel} from '@isomargin/core';
import {memory, type Tensor, tensor1d, tidy, util} from '@tensorflow/tfjs-core';
import {beforeAll, expect, test} from 'vitest';
import {cnn} from '../src/backbones/cnn.js';
import {mlp} from '../src/backbones/mlp.js';
import {startBackend} from '../src/backend.js';
import {type Examples, everyRow} from '../src/examples.js';
import {makeHead} from '../src/losses/make-head.js';
import {seedOf, shuffledIndices} from '../src/random.js';
import {digits} from '../src/suites/digits.js';
import {epochBatches} from '../src/training/batches.js';
import {buildModel} from '../src/training/build-model.js';
import {ScheduledAdam} from '../src/training/scheduled-adam.js';
import {train} from '../src/training/train.js';
import {trainingSet} from '../src/training/training-set.js';
import {choose, tinyDataset} from './tiny-spec.js';

beforeAll(() => startBackend('cpu', import.meta.dirname));

async function initialBackbone(loss: string, seed: number, backbone = mlp): Promise<Float32Array[]> {
  const [choice] = await choose(loss);
  const head = await makeHead(choice!, {classes: 10, seed: seedOf(seed, 'head')});
  const model = buildModel(backbone, [28, 28, 1], head, seed);
  return embeddingModel(model)
    .getWeights()
    .map((weight: Tensor) => weight.dataSync<'float32'>().slice());
}

/** Not `toEqual`: showing how 200,000 numbers differ takes minutes. */
function areEqual(a: Float32Array[], b: Float32Array[]): boolean {
  return a.length === b.length && a.every((weight, at) => util.arraysEqual(weight, b[at]!));
}

test.each([mlp, cnn])('$name: every loss of a seed starts from the same backbone', async (backbone) => {
  const first = await initialBackbone('softmax', 1, backbone);
  expect(areEqual(await initialBackbone('affinity:prototypesPerClass=5', 1, backbone), first)).toBe(true);
  expect(areEqual(await initialBackbone('softmax', 2, backbone), first)).toBe(false);
});

test('no two layers of a backbone start from the same numbers', async () => {
  const [first, , second] = await initialBackbone('softmax', 1);
  expect(second!.slice(0, 20)).not.toEqual(first!.slice(0, 20));
});

test('every loss of a seed sees the same images in the same batches', async () => {
  const dataset = await tinyDataset();
  const [a, b, other] = await Promise.all(
    [1, 1, 2].map((seed) => digits.load({dataset, seed, fold: null, data: undefined})),
  );
  const pixels = (examples: Examples): Float32Array => examples.values(everyRow(examples.count));
  expect(util.arraysEqual(pixels(a!.train), pixels(b!.train))).toBe(true);
  expect(util.arraysEqual(pixels(a!.train), pixels(other!.train))).toBe(false);
  expect(util.arraysEqual(pixels(a!.test), pixels(other!.test))).toBe(true);
  expect(epochBatches(300, 128, 1, 3)).toEqual(epochBatches(300, 128, 1, 3));
  expect(epochBatches(300, 128, 1, 4)).not.toEqual(epochBatches(300, 128, 1, 3));
  expect(epochBatches(300, 128, 2, 3)).not.toEqual(epochBatches(300, 128, 1, 3));
});

test('the batches of an epoch hold every image once and are even', () => {
  for (const count of [1, 127, 128, 129, 257, 1000]) {
    const batches = epochBatches(count, 128, 5, 1);
    const rows = batches.flatMap((batch) => [...batch]).sort((a, b) => a - b);
    expect(rows).toEqual(Array.from({length: count}, (_, row) => row));
    const sizes = batches.map(({length}) => length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(128);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }
});

test('seeds are spread, and shuffles are fair', () => {
  const seeds = Array.from({length: 1000}, (_, seed) => seedOf(seed, 'order', 1));
  expect(new Set(seeds).size).toBe(1000);
  expect(seedOf(1, 'a')).not.toBe(seedOf(1, 'b'));
  const first = new Array<number>(4).fill(0);
  for (let seed = 0; seed < 4000; seed++) first[shuffledIndices(4, seed)[0]!]!++;
  // Each of the four should come about 1,000 times; the standard deviation is 27.
  for (const times of first) expect(Math.abs(times - 1000)).toBeLessThan(140);
});

test('the learning rate falls from its peak to 0 along half a cosine', () => {
  const optimizer = new ScheduledAdam(0.5, 4);
  const steps = [0, 1, 2, 3].map((step) => {
    optimizer.prepare(step);
    const variable = tensor1d([0]).variable();
    // Adam's first step of a variable is the learning rate itself.
    const fresh = new ScheduledAdam(0.5, 4);
    fresh.prepare(step);
    fresh.applyGradients([{name: variable.name, tensor: tensor1d([1])}]);
    return -variable.dataSync()[0]!;
  });
  const expected = [0.5, 0.5 * 0.8535534, 0.25, 0.5 * 0.1464466];
  for (const [at, step] of steps.entries()) expect(step).toBeCloseTo(expected[at]!, 5);
});

test("the head's own weights have a learning rate of their own, all others the same steps", () => {
  const gradients = [1, -2, 3, 0.5];
  const run = (multiplier: number): {own: number[]; other: number[]; tensors: number} => {
    const [own, other] = [tensor1d([0.25]).variable(), tensor1d([0.25]).variable()];
    const optimizer = new ScheduledAdam(0.1, 8, {variables: [own], multiplier});
    const values = {own: [] as number[], other: [] as number[]};
    const before = memory().numTensors;
    for (const [step, gradient] of gradients.entries()) {
      optimizer.prepare(step);
      tidy(() =>
        optimizer.applyGradients([own, other].map(({name}) => ({name, tensor: tensor1d([gradient])}))),
      );
      values.own.push(own.dataSync()[0]!);
      values.other.push(other.dataSync()[0]!);
    }
    const tensors = memory().numTensors - before;
    optimizer.dispose();
    return {...values, tensors};
  };
  const [plain, faster] = [run(1), run(3)];
  expect(plain.own).toEqual(plain.other);
  expect(faster.other).toEqual(plain.other);
  // Gradients do not depend on the weights here, so that every step is three times as long.
  for (const [at, value] of faster.own.entries()) {
    expect(value - 0.25).toBeCloseTo(3 * (plain.own[at]! - 0.25), 5);
  }
  expect(faster.tensors).toBe(plain.tensors);
});

test('headLearningRate reaches the weights of the head alone', async () => {
  const {train: examples} = await digits.load({
    dataset: await tinyDataset(),
    seed: 1,
    fold: null,
    data: undefined,
  });
  const set = await trainingSet(null, examples, {batchSize: 200, epochs: 1, seed: 1});
  const firstStep = async (headLearningRate: number): Promise<{own: number; embedding: Float32Array[]}> => {
    const [choice] = await choose('softmax');
    const head = await makeHead(choice!, {classes: 10, seed: 3});
    const model = buildModel(mlp, examples.shape, head, 1);
    const before = head.getWeights()[0]!.dataSync<'float32'>().slice();
    await train(model, head, set, {epochs: 1, learningRate: 0.01, headLearningRate});
    const after = head.getWeights()[0]!.dataSync<'float32'>();
    const own = Math.hypot(...after.map((value, at) => value - before[at]!));
    const embedding = embeddingModel(model)
      .getWeights()
      .map((weight: Tensor) => weight.dataSync<'float32'>().slice());
    return {own, embedding};
  };
  const [plain, slower] = [await firstStep(1), await firstStep(0.25)];
  expect(slower.own).toBeCloseTo(0.25 * plain.own, 4);
  expect(areEqual(slower.embedding, plain.embedding)).toBe(true);
});
