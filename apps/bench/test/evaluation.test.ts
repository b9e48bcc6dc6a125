import {affinity} from '@isomargin/affinity';
import {imageDataset} from '@isomargin/datasets';
import {softmax} from '@isomargin/softmax';
import {tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {sequential} from '@tensorflow/tfjs-layers';
import {beforeAll, expect, test} from 'vitest';
import {startBackend} from '../src/backend.js';
import {headNumbers, prototypesOf} from '../src/evaluation/prototypes.js';
import {ranking} from '../src/evaluation/ranking.js';
import {scatter} from '../src/evaluation/scatter.js';
import {nearestMeanPredictions, testResult} from '../src/evaluation/test-metrics.js';
import {imageExamples} from '../src/examples.js';

beforeAll(() => startBackend('cpu', import.meta.dirname));

const images = (labels: number[], classes: number) =>
  imageExamples(
    imageDataset({name: 'points', images: new Uint8Array(labels.length), labels, shape: [1, 1, 1], classes}),
  );

test('prototypes come with their classes, and a regular simplex has no variation of its distances', () => {
  const head = affinity({classes: 3, prototypesPerClass: 2, inputShape: [8], seed: 1});
  sequential({layers: [head]});
  const prototypes = prototypesOf(head);
  expect(prototypes?.labels).toEqual([0, 1, 2, 0, 1, 2]);
  expect(prototypes?.vectors.map(({length}) => length)).toEqual([8, 8, 8, 8, 8, 8]);
  const simplex = affinity({classes: 3, inputShape: [8], seed: 1});
  sequential({layers: [simplex]});
  const numbers = headNumbers(simplex, prototypesOf(simplex));
  expect(numbers.sigma).toBe(simplex.sigma);
  expect(numbers.prototypeDistanceVariation).toBeLessThan(1e-3);
  const stretched = {labels: [0, 1, 2], vectors: [[0], [1], [3]]};
  // Squared distances 1, 9, 4: mean 14/3, variance 98/9.
  expect(headNumbers(head, stretched).prototypeDistanceVariation).toBeCloseTo(Math.sqrt(98) / 14, 12);
});

test('of classes with a sigma of their own the smallest and the largest are told', () => {
  const head = affinity({classes: 3, inputShape: [8], seed: 1, sigma: 'trainable'});
  sequential({layers: [head]});
  expect(headNumbers(head, undefined)).toEqual({sigma: head.sigma});
  const at = head.weights.findIndex(({name}) => name.endsWith('/logSigma'));
  head.setWeights(head.getWeights().map((weight, i) => (i === at ? tensor1d([0.05, -0.02, 0]) : weight)));
  const {sigma, sigmas} = head;
  expect(headNumbers(head, undefined)).toEqual({sigma, sigmaSmallest: sigmas[1], sigmaLargest: sigmas[0]});
});

test('a head without prototypes reports nothing', () => {
  const head = softmax({classes: 3, inputShape: [4]});
  sequential({layers: [head]});
  expect(prototypesOf(head)).toBeUndefined();
  expect(headNumbers(head, undefined)).toEqual({});
});

test('the scatter keeps distances in a plane, is balanced, and shows prototypes in the same plane', () => {
  // Class 0 has 600 points: more than its share of 1,000 by two classes.
  const labels = Array.from({length: 700}, (_, at) => (at < 600 ? 0 : 1));
  const at = (i: number): number[] => [3 * Math.sin(i), 5, Math.cos(2 * i), 5];
  const embeddings = tensor2d(labels.map((_, i) => at(i)));
  const {
    points,
    labels: shown,
    prototypes,
    prototypeLabels,
    varianceShown,
  } = scatter(embeddings, images(labels, 2), {
    vectors: [at(0), at(650)],
    labels: [0, 1],
  });
  expect(shown.filter((label) => label === 0)).toHaveLength(500);
  expect(shown.filter((label) => label === 1)).toHaveLength(100);
  expect(prototypeLabels).toEqual([0, 1]);
  expect(prototypes[0]).toEqual(points[0]);
  const distance = ([a, b]: [number, number], [c, d]: [number, number]) => Math.hypot(a - c, b - d);
  const real = Math.hypot(...at(0).map((value, axis) => value - at(1)[axis]!));
  expect(distance(points[0]!, points[1]!)).toBeCloseTo(real, 2);
  expect(varianceShown).toBeCloseTo(1, 6);
});

test('the scatter tells how much of the variance it shows', () => {
  // A box with edges of 4, 2 and 1: variances 16, 4 and 1.
  const corners = Array.from({length: 8}, (_, i) => [i & 1 ? 4 : 0, i & 2 ? 2 : 0, i & 4 ? 1 : 0]);
  const labels = Array.from({length: 8}, (_, i) => i % 2);
  const of = (rows: number[][]) => scatter(tensor2d(rows), images(labels, 2), undefined).varianceShown;
  expect(of(corners)).toBeCloseTo(20 / 21, 3);
  expect(of(corners.map(() => [1, 2, 3]))).toBeNull();
});

test('metrics of predictions, the rare classes and the nearest means', () => {
  const settings = {
    name: 'points',
    description: '',
    classNames: ['a', 'b'],
    trainCounts: [2, 2],
    testCounts: [2, 2],
    rareLabels: [1],
  };
  const train = tensor2d([[0], [1], [10], [12]]);
  const test = tensor2d([[2], [7], [5], [20]]);
  // Means 0.5 and 11.
  const nearest = nearestMeanPredictions(test, train, images([0, 0, 1, 1], 2));
  expect([...nearest]).toEqual([0, 1, 0, 1]);
  const {metrics, perClass, confusion} = testResult(settings, {
    trainCounts: [2, 2],
    labels: Int32Array.from([0, 0, 1, 1]),
    predictions: Int32Array.from([0, 0, 1, 0]),
    scores: Float32Array.from([9, 1, 9, 1, 1, 9, 9, 1]),
    nearestMean: nearest,
  });
  expect(metrics).toMatchObject({accuracy: 0.75, rareRecall: 0.5, nearestMeanAccuracy: 0.5});
  // Leads of b: -8, -8, 8, -8. Of the four pairs two are in order and two tie; at the best threshold 1 of 1, at the next 2 of 4.
  expect(metrics.auroc).toBeCloseTo(0.75, 12);
  expect(metrics.averagePrecision).toBeCloseTo((1 + 2 / 4) / 2, 12);
  expect(perClass[1]).toEqual({
    label: 1,
    name: 'b',
    trainCount: 2,
    support: 2,
    precision: 1,
    recall: 0.5,
    f1: 2 / 3,
  });
  expect(confusion).toEqual([
    [2, 0],
    [1, 1],
  ]);
});

test('scores of any head are ranked by how far a class is ahead', () => {
  const labels = Int32Array.from({length: 60}, (_, i) => (i * i) % 3);
  const logits = Float32Array.from(
    {length: 180},
    (_, i) => Math.sin(i * i) + (labels[Math.floor(i / 3)] === i % 3 ? 0.7 : 0),
  );
  const shifted = logits.map((logit, i) => logit + 8 * Math.floor(i / 3));
  const {auroc, averagePrecision} = ranking(labels, logits, 3, []);
  // Pairs that are in order, counted one by one.
  const lead = (row: number, label: number): number => {
    const others = [0, 1, 2].filter((other) => other !== label).map((other) => logits[3 * row + other]!);
    return logits[3 * row + label]! - Math.max(...others);
  };
  const rows = [...labels.keys()];
  const areas = [0, 1, 2].map((label) => {
    const own = rows.filter((row) => labels[row] === label);
    const others = rows.filter((row) => labels[row] !== label);
    const inOrder = own.flatMap((a) => others.map((b): number => (lead(a, label) > lead(b, label) ? 1 : 0)));
    return inOrder.length === 0 ? undefined : inOrder.reduce((sum, one) => sum + one, 0) / inOrder.length;
  });
  const known = areas.filter((area) => area !== undefined);
  expect(auroc).toBeCloseTo(known.reduce((sum, area) => sum + area, 0) / known.length, 10);
  expect(ranking(labels, shifted, 3, []).auroc).toBeCloseTo(auroc, 3);
  expect(ranking(labels, logits, 3, [1]).averagePrecision).not.toBeCloseTo(averagePrecision, 6);
  expect(
    ranking(labels, logits, 3, [0]).averagePrecision + ranking(labels, logits, 3, [1]).averagePrecision,
  ).toBeCloseTo(2 * averagePrecision, 10);
});
