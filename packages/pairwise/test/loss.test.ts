import {grad, mean, mul, sum, type Tensor1D, type Tensor2D, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {testPureFunction} from '../../../tools/testing/pure-function.js';
import {
  type ContrastiveLossOptions,
  contrastive,
  contrastiveLoss,
  type SoftmaxContrastiveLossOptions,
  softmaxContrastive,
  softmaxContrastiveLoss,
  type TripletLossOptions,
  triplet,
  tripletLoss,
} from '../src/index.js';
import {contrastiveLosses, type TripletSettings, tripletLosses} from './oracle.js';

testPureFunction<SoftmaxContrastiveLossOptions>({
  name: 'softmaxContrastiveLoss',
  head: softmaxContrastive,
  loss: (embeddings, labels, {kernel, bias}, options) =>
    softmaxContrastiveLoss(embeddings, labels, kernel as Tensor2D, bias as Tensor1D, options),
  settings: [{}, {verificationWeight: 0.7, margin: 3, average: 'kinds'}],
});

const matrix = (values: ArrayLike<number>, columns: number): Tensor2D =>
  tensor2d(Float32Array.from(values), [values.length / columns, columns]);
const average = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const contrastiveSettings = [
  {margin: 2, average: 'all', normalize: false},
  {margin: 1, average: 'kinds', normalize: true},
] as const;
const ofTriplets = {margin: 0.5, distance: 'squared', average: 'active', normalize: false} as const;
const tripletSettings: readonly TripletSettings[] = [
  {...ofTriplets, mining: 'all', semiHardFallback: 'none'},
  {...ofTriplets, mining: 'batch-hard', semiHardFallback: 'none', distance: 'euclidean'},
  {...ofTriplets, mining: 'semi-hard', semiHardFallback: 'farthest', normalize: true},
];

onEachBackend(() => {
  // The contract has batches of six: here those of a training, also far from the origin.
  describe.each([
    {batch: 40, dimension: 3, scale: 1, offset: 0},
    {batch: 21, dimension: 512, scale: 0.04, offset: 0},
    {batch: 24, dimension: 8, scale: 0.02, offset: 1},
  ])('a batch of $batch, $dimension numbers each, $scale times normal numbers + $offset', (size) => {
    const {batch, dimension, scale, offset} = size;
    const embeddings = Float64Array.from(
      Float32Array.from(normals(batch * dimension, 3), (v) => scale * v + offset),
    );
    const labels = Array.from(normals(batch, 51), (v) => Math.floor(Math.abs(v * 7919)) % 3);
    const weights = Float64Array.from({length: batch}, (_, i) => 1 + ((i * 7) % 5) / 4);

    const compare = (loss: (f: Tensor2D) => Tensor1D, oracle: (f: ArrayLike<number>) => number[]): void => {
      const f = matrix(embeddings, dimension);
      expectClose(loss(f).dataSync(), oracle(embeddings), 1e-4);
      const total = (losses: number[]): number => losses.reduce((a, loss, i) => a + weights[i]! * loss, 0);
      const found = grad((given) => sum(mul(loss(given as Tensor2D), tensor1d(Float32Array.from(weights)))))(
        f,
      ).dataSync();
      // Along a few directions, because the numbers are many.
      const directions = [90, 91, 92].map((seed) => normals(embeddings.length, seed));
      const along = (direction: Float64Array, step: number): number =>
        total(oracle(embeddings.map((v, i) => v + scale * step * direction[i]!)));
      const h = 1e-6;
      const expected = directions.map((direction) => (along(direction, h) - along(direction, -h)) / (2 * h));
      const actual = directions.map((direction) =>
        direction.reduce((a, v, i) => a + scale * v * found[i]!, 0),
      );
      expectClose(actual, expected, 1e-3);
    };

    test.each(contrastiveSettings)('contrastive %j', (settings) => {
      compare(
        (f) => contrastiveLoss(f, labels, settings),
        (f) => contrastiveLosses({...size, embeddings: f, labels}, settings),
      );
    });

    test.each(tripletSettings)('triplet %j', (settings) => {
      compare(
        (f) => tripletLoss(f, labels, settings),
        (f) => tripletLosses({...size, embeddings: f, labels}, settings),
      );
    });
  });

  describe.each([
    ['contrastive', contrastiveLoss, contrastive, {margin: 0.7, average: 'kinds'}],
    ['triplet', tripletLoss, triplet, {mining: 'all', margin: 0.5}],
  ] as [string, typeof contrastiveLoss, typeof contrastive, ContrastiveLossOptions & TripletLossOptions][])(
    '%s',
    (_, loss, make, options) => {
      const batch = (): Tensor2D => matrix(normals(12, 1), 2);
      const labels = [0, 2, 0, 1, 2, 2];

      test("is the head's loss", () => {
        const given = {...options, classWeights: [1, 2, 3]};
        const head = make({...given, classes: 3});
        const expected = head.loss(tensor1d(labels), head.apply(batch()) as Tensor2D);
        expectClose(loss(batch(), labels, given).dataSync(), expected.dataSync(), 1e-6);
      });

      test('takes labels of any form, and numbers without an upper bound', () => {
        const expected = loss(batch(), labels, options).dataSync();
        const rows = labels.flatMap((label) => [0, 1, 2].map((j) => Number(j === label)));
        for (const other of [
          Int32Array.from(labels),
          tensor1d(labels, 'int32'),
          tensor1d(labels),
          tensor2d(labels, [6, 1]),
          tensor2d(rows, [6, 3]),
          labels.map((label) => 1_000_000_007 * Number(label > 0) + label),
        ]) {
          expect(loss(batch(), other, options).dataSync()).toEqual(expected);
        }
        const given = {...options, classWeights: [1, 5, 2]};
        const weighted = Array.from(expected, (value, i) => value * given.classWeights[labels[i]!]!);
        for (const form of [labels, tensor2d(rows, [6, 3])]) {
          expectClose(loss(batch(), form, given).dataSync(), weighted, 1e-6);
        }
      });

      test('refuses labels and options that cannot be meant', () => {
        const of =
          (given: number[], bad: object = {}) =>
          (): Tensor1D =>
            loss(batch(), given, bad);
        expect(of([0, 1])).toThrow('one entry for each of the 6 examples, but have 2.');
        expect(of([0, 1, 0.5, 0, 0, 0])).toThrow('labels[2] must be an integer from 0 to');
        expect(of([0, 1, -1, 0, 0, 0])).toThrow('labels[2] must be an integer from 0 to');
        expect(of([0, 1, 2, 0, 0, 0], {classWeights: [1, 1]})).toThrow(
          'labels[2] must be an integer from 0 to 1, but is 2.',
        );
        expect(of(labels, {classWeight: [1, 1]})).toThrow("Did you mean 'classWeights'?");
        expect(of(labels, {margin: -1})).toThrow('Loss: margin must be a number >');
      });

      test('has the loss NaN where a batch has a NaN', () => {
        const f = matrix([1, 2, Number.NaN, 4, 5, 6, 7, 8], 2);
        expect(mean(loss(f, [0, 0, 1, 1], options)).dataSync()[0]).toBeNaN();
      });
    },
  );

  test('the mean over the batch is the mean over pairs, and over triplets', () => {
    const labels = [0, 0, 1, 1, 1, 2, 0];
    const f = matrix(normals(14, 3), 2);
    const x = f.dataSync();
    const d2 = (i: number, j: number): number =>
      (x[2 * i]! - x[2 * j]!) ** 2 + (x[2 * i + 1]! - x[2 * j + 1]!) ** 2;
    const everyone = labels.map((_, i) => i);
    const pairs = everyone.flatMap((i) =>
      everyone
        .filter((j) => j < i)
        .map((j) => (labels[i] === labels[j] ? d2(i, j) : Math.max(0, 1 - Math.sqrt(d2(i, j))) ** 2)),
    );
    expectClose(mean(contrastiveLoss(f, labels)).dataSync(), [average(pairs)], 1e-5);
    const triplets = everyone.flatMap((a) =>
      everyone
        .filter((p) => p !== a && labels[p] === labels[a])
        .flatMap((p) =>
          everyone.filter((n) => labels[n] !== labels[a]).map((n) => Math.max(0, d2(a, p) - d2(a, n) + 0.2)),
        ),
    );
    const found = mean(tripletLoss(f, labels, {mining: 'all', normalize: false}));
    expectClose(found.dataSync(), [average(triplets)], 1e-5);
    const active = mean(tripletLoss(f, labels, {mining: 'all', normalize: false, average: 'active'}));
    expectClose(active.dataSync(), [average(triplets.filter((loss) => loss > 0))], 1e-5);
  });

  test('equal embeddings have a distance of exactly 0, which has no gradient', () => {
    const f = normals(33 * 64, 4);
    const labels = Array.from({length: 66}, (_, i) => (i < 33 ? 0 : 1));
    const loss = (x: Tensor2D): Tensor1D => contrastiveLoss(x, labels, {margin: 1e-3, average: 'active'});
    const twice = matrix([...f, ...f], 64);
    const same = Array.from({length: 66}, (_, i) => i % 33);
    expect([...contrastiveLoss(twice, same, {margin: 1e-3}).dataSync()]).toEqual(Array(66).fill(0));
    // As pairs of two classes they have the whole margin, and nothing that moves them.
    const one = matrix(Array(66 * 64).fill(0.3), 64);
    expectClose(loss(one).dataSync(), Array(66).fill(1e-6), 1e-5);
    expect([...grad((x) => sum(loss(x as Tensor2D)))(one).dataSync()].every((v) => v === 0)).toBe(true);
  });
});
