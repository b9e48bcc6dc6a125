import {tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {describe, expect, test} from 'vitest';
import {
  boundaryAngles,
  classAngles,
  classMeans,
  classSpread,
  equidistance,
  type Matrix,
  neuralCollapse,
  principalComponents,
  projectOn,
  type SimplexDeviation,
  weightNorms,
} from '../src/index.js';
import {casesOf, expectAllClose, expectClose, type Fixed} from './close.js';

type Maybe = number | null;

interface Spacing {
  labels: number[] | null;
  pairs: number;
  mean: number;
  min: number;
  max: number;
  variation: number;
  squaredVariation: number;
}

interface Case {
  name: string;
  embeddings: number[][];
  labels: number[];
  classes: number | null;
  weights: number[][];
  biases: number[];
  collapse: {
    average: 'classes' | 'examples';
    nc1: number;
    means: Record<keyof SimplexDeviation, number>;
    weights: Record<keyof SimplexDeviation, number>;
    nc3: number;
    nc4: number;
  }[];
  spread: Record<'label' | 'count' | 'intra' | 'inter' | 'nearest' | 'distance', Maybe>[];
  angles: {
    share: number;
    origin: 'zero' | 'mean';
    perClass: Record<'label' | 'spread' | 'occupied' | 'nearest' | 'angle', Maybe>[];
  }[];
  boundaries: {angle: number; nearest: number}[];
  spacing: Spacing[];
  norms: {counts: number[]; norms: number[]; rankCorrelation: Fixed};
  components: {
    count: number;
    mean: number[];
    components: number[][];
    variance: number[];
    ratio: number[];
    points: number[][];
  }[];
}

function expectMaybe(actual: Maybe, expected: Maybe, tolerance = 1e-9): void {
  if (actual === null || expected === null) expect(actual).toBe(expected);
  // What is 0 comes from numpy's arc cosine with half of its digits.
  else if (Math.abs(expected) < 1e-9) expect(Math.abs(actual)).toBeLessThan(1e-9);
  else expectClose(actual, expected, tolerance);
}

function expectSimplex(
  actual: SimplexDeviation | null,
  expected: Record<keyof SimplexDeviation, number>,
): void {
  for (const key of ['equinorm', 'equiangularity', 'maximalAngle'] as const)
    expectMaybe(actual![key], expected[key]);
}

describe.each(casesOf<Case>('feature-space'))('as numpy, scipy and scikit-learn: $name', (entry) => {
  const {embeddings, labels, weights, biases} = entry;
  const options = {classes: entry.classes ?? undefined};

  test.each(entry.collapse)('neural collapse, average over $average', (expected) => {
    const {average, nc1, nc3, nc4} = expected;
    const found = neuralCollapse(embeddings, labels, {
      ...options,
      weights: weights,
      biases,
      average,
    });
    expect(found.labels).toEqual([...new Set(labels)].sort((a, b) => a - b));
    expectMaybe(found.nc1, nc1);
    expectSimplex(found.nc2.means, expected.means);
    expectSimplex(found.nc2.weights, expected.weights);
    expectMaybe(found.nc3, nc3);
    expectMaybe(found.nc4, nc4);
    const without = neuralCollapse(embeddings, labels, {...options, average});
    expect(without).toEqual({...found, nc2: {means: found.nc2.means, weights: null}, nc3: null, nc4: null});
  });

  test('spread and means', () => {
    const found = classSpread(embeddings, labels, options);
    expect(found.perClass).toHaveLength(entry.spread.length);
    for (const [place, expected] of entry.spread.entries()) {
      const own = found.perClass[place]!;
      expect([own.label, own.count, own.nearestClass]).toEqual([
        expected.label,
        expected.count,
        expected.nearest,
      ]);
      expectMaybe(own.intraClassVariance, expected.intra);
      expectMaybe(own.interClassDistance, expected.inter);
      expectMaybe(own.nearestDistance, expected.distance);
    }
    const present = entry.spread.filter(({count}) => count! > 0);
    const mean = (key: 'intra' | 'inter'): number =>
      present.reduce((sum, one) => sum + one[key]!, 0) / present.length;
    expectClose(found.intraClassVariance, mean('intra'), 1e-9);
    expectClose(found.interClassDistance, mean('inter'), 1e-9);
    const {means, labels: known} = classMeans(embeddings, labels, options);
    expect(known).toEqual(present.map(({label}) => label));
    expectClose(equidistance(means).meanDistance, found.interClassDistance, 1e-9);
  });

  test.each(entry.angles)('angles from $origin, share $share', ({share, origin, perClass}) => {
    const found = classAngles(embeddings, labels, {...options, share, origin});
    expect(found).toHaveLength(perClass.length);
    for (const [place, expected] of perClass.entries()) {
      const own = found[place]!;
      expect([own.label, own.undirected]).toEqual([expected.label, 0]);
      expectMaybe(own.spread, expected.spread);
      expectMaybe(own.occupied, expected.occupied);
      expectMaybe(own.nearestAngle, expected.angle);
      expect(own.nearestClass).toBe(expected.nearest);
    }
  });

  test('boundaries, norms, spacing of the weights', () => {
    const found = boundaryAngles(weights);
    for (const [label, expected] of entry.boundaries.entries()) {
      expectMaybe(found[label]!.angle, expected.angle);
      expect(found[label]!.nearestClass).toBe(expected.nearest);
    }
    const norms = weightNorms(weights, entry.norms.counts);
    expectAllClose(
      norms.perClass.map(({norm}) => norm!),
      entry.norms.norms,
    );
    expectMaybe(
      norms.rankCorrelation,
      entry.norms.rankCorrelation === 'NaN' ? null : Number(entry.norms.rankCorrelation),
    );
    for (const {labels: classes, ...expected} of entry.spacing) {
      const spacing = equidistance(weights, classes ? {labels: classes} : {});
      expect(spacing.pairs).toBe(expected.pairs);
      expectClose(spacing.meanDistance, expected.mean);
      expectClose(spacing.minDistance, expected.min);
      expectClose(spacing.maxDistance, expected.max);
      expectMaybe(spacing.variation, expected.variation);
      expectMaybe(spacing.squaredVariation, expected.squaredVariation);
    }
  });

  test.each(entry.components)('$count principal components', (expected) => {
    const found = principalComponents(embeddings, {components: expected.count});
    expectAllClose(found.mean, expected.mean);
    expect(found.components.shape).toEqual([expected.count, embeddings[0]!.length]);
    const near = (actual: ArrayLike<number>, wanted: number[]): void => {
      for (const [i, value] of wanted.entries()) expect(actual[i]).toBeCloseTo(value, 9);
    };
    // A direction of no variance is any of many.
    const real = expected.variance.filter((value) => value > 1e-12).length;
    const columns = embeddings[0]!.length;
    near(found.components.data.subarray(0, real * columns), expected.components.slice(0, real).flat());
    near(found.explainedVariance, expected.variance);
    near(found.explainedVarianceRatio, expected.ratio);
    for (const [row, point] of expected.points.entries())
      near(found.points.data.subarray(row * expected.count), point);
    expect(projectOn(found, embeddings)).toEqual(found.points);
  });
});

/** The regular simplex of 3 classes in the plane, each example on its mean. */
const corners = [0, 1, 2].map((c) => [Math.cos((2 * Math.PI * c) / 3), Math.sin((2 * Math.PI * c) / 3)]);
const collapsedLabels = [0, 0, 0, 0, 1, 1, 2];
const collapsed = collapsedLabels.map((label) => corners[label]!);

describe('a collapsed network', () => {
  test('all measures are 0, and the spacing is even', () => {
    const {nc1, nc2, nc3, nc4} = neuralCollapse(collapsed, collapsedLabels, {weights: corners});
    for (const value of [nc1, ...Object.values(nc2.means), ...Object.values(nc2.weights!), nc3, nc4])
      expect(value).toBeCloseTo(0, 12);
    const {variation, squaredVariation} = equidistance(corners);
    expect(variation).toBeCloseTo(0, 12);
    expect(squaredVariation).toBeCloseTo(0, 12);
    for (const {angle} of boundaryAngles(corners)) expect(angle).toBeCloseTo(Math.PI / 3, 12);
    for (const {occupied, nearestAngle} of classAngles(collapsed, collapsedLabels)) {
      expect(occupied).toBe(0);
      expect(nearestAngle).toBeCloseTo((2 * Math.PI) / 3, 12);
    }
  });

  test('predictions in the place of weights', () => {
    const predictions = collapsedLabels.with(0, 2);
    expect(neuralCollapse(collapsed, collapsedLabels, {predictions}).nc4).toBeCloseTo(1 / 7, 15);
    const scores = collapsedLabels.map((label) => [0, 1, 2].map((c) => Number(c === label)));
    expect(neuralCollapse(collapsed, collapsedLabels, {predictions: scores}).nc4).toBe(0);
    // A class without examples may be predicted, and that is a difference.
    const outside = collapsedLabels.with(1, 7);
    expect(neuralCollapse(collapsed, collapsedLabels, {predictions: outside}).nc4).toBeCloseTo(1 / 7, 15);
  });
});

describe('what is undefined is null', () => {
  test('class means that coincide', () => {
    const same = [
      [1, 2],
      [3, 4],
      [1, 2],
      [3, 4],
    ];
    const found = neuralCollapse(same, [0, 0, 1, 1], {weights: same.slice(0, 2)});
    expect(found.nc1).toBeNull();
    expect(found.nc2.means).toEqual({equinorm: null, equiangularity: null, maximalAngle: null});
    expect(found.nc3).toBeNull();
    expect(equidistance([same[0]!, same[0]!])).toEqual({
      pairs: 1,
      meanDistance: 0,
      minDistance: 0,
      maxDistance: 0,
      variation: null,
      squaredVariation: null,
    });
  });

  test('examples and means without a direction', () => {
    const found = classAngles(
      [
        [1, 0],
        [0, 0],
        [1, 1],
        [-1, -1],
      ],
      [0, 0, 1, 1],
    );
    expect(found).toEqual([
      {label: 0, count: 1, undirected: 1, spread: 0, occupied: 0, nearestClass: null, nearestAngle: null},
      {
        label: 1,
        count: 2,
        undirected: 0,
        spread: null,
        occupied: null,
        nearestClass: null,
        nearestAngle: null,
      },
    ]);
  });

  test('weights that are zero', () => {
    const found = boundaryAngles([
      [2, 0],
      [0, 0],
    ]);
    expect(found[0]).toEqual({label: 0, angle: Math.PI / 2, nearestClass: 1});
    expect(found[1]).toEqual({label: 1, angle: null, nearestClass: null});
  });

  test('norms of a class without weights, and without variety', () => {
    const found = weightNorms(
      [
        [3, 4],
        [0, 1],
        [0, 3],
      ],
      [10, 5, 1],
      {labels: [0, 2, 2]},
    );
    expect(found.perClass.map(({norm}) => norm)).toEqual([5, null, 2]);
    expect(found.rankCorrelation).toBe(1);
    expect(weightNorms([[3, 4]], [10]).rankCorrelation).toBeNull();
  });

  test('nothing varies', () => {
    const found = principalComponents([
      [1, 2],
      [1, 2],
    ]);
    expect([...found.explainedVarianceRatio]).toEqual([0, 0]);
    expect([...found.points.data]).toEqual([0, 0, 0, 0]);
  });
});

test('small angles keep their digits', () => {
  const [found] = classAngles(
    [
      [1, 1e-9],
      [1, -1e-9],
      [0, 1],
    ],
    [0, 0, 1],
    {share: 1},
  );
  expectClose(found!.occupied!, 2e-9);
});

test('tensors, typed and flat rows, and labels of any form', () => {
  const [entry] = casesOf<Case>('feature-space');
  const {embeddings, labels} = entry!;
  const shape: [number, number] = [embeddings.length, embeddings[0]!.length];
  const expected = neuralCollapse(embeddings, labels);
  const flat = Float64Array.from(embeddings.flat());
  expect(neuralCollapse({data: flat, shape}, Int32Array.from(labels))).toEqual(expected);
  const oneHot = labels.map((label) => [0, 1, 2].map((c) => Number(c === label)));
  expect(neuralCollapse({data: flat, shape}, oneHot)).toEqual(expected);
  const rounded = embeddings.map((row) => Array.from(Float32Array.from(row)));
  expect(neuralCollapse(tensor2d(rounded), tensor1d(labels, 'int32'))).toEqual(
    neuralCollapse(rounded, labels),
  );
});

describe('bad input', () => {
  const x = [
    [1, 2],
    [3, 4],
  ];
  const bad: [string, () => unknown, RegExp][] = [
    ['lengths', () => classSpread(x, [0]), /embeddings has 2 examples and labels has 1: both must/],
    ['one class', () => classSpread(x, [3, 3]), /labels is all 3: at least two classes with examples/],
    ['one class, angles', () => classAngles(x, [0, 0], {classes: 5}), /labels is all 0: at least two/],
    ['one class, collapse', () => neuralCollapse(x, [1, 1]), /labels is all 1: at least two/],
    [
      'NaN',
      () =>
        classSpread(
          [
            [1, NaN],
            [0, 0],
          ],
          [0, 1],
        ),
      /embeddings\[0\]\[1\] is NaN: a finite number/,
    ],
    ['infinite', () => equidistance([[Infinity], [0]]), /vectors\[0\]\[0\] is Infinity: a finite number/],
    [
      'a vector',
      () => classSpread([1, 2] as unknown as Matrix, [0, 1]),
      /embeddings\[0\] is 1: rows \[n, d\]/,
    ],
    [
      'a label out of range',
      () => classSpread(x, [0, 2], {classes: 2}),
      /labels\[1\] is 2: a label is a whole/,
    ],
    [
      'a negative label',
      () => classAngles(x, [0, -1]),
      /labels\[1\] is -1: a label is a whole number from 0/,
    ],
    ['classes', () => classSpread(x, [0, 1], {classes: 1.5}), /classes is 1\.5: it must be a whole number/],
    [
      'unknown option',
      () => classSpread(x, [0, 1], {share: 1} as object),
      /unknown option share: this metric/,
    ],
    ['share', () => classAngles(x, [0, 1], {share: 90}), /share is 90: it must lie between 0 and 1/],
    [
      'origin',
      () => classAngles(x, [0, 1], {origin: 'centre' as 'mean'}),
      /origin is centre: allowed are zero/,
    ],
    [
      'average',
      () => neuralCollapse(x, [0, 1], {average: 'micro' as 'classes'}),
      /average is micro: allowed/,
    ],
    [
      'weights, columns',
      () => neuralCollapse(x, [0, 1], {weights: [[1], [2]]}),
      /weights has shape \[2, 1\]: \[2, 2\]/,
    ],
    ['weights, rows', () => neuralCollapse(x, [0, 1], {weights: x, classes: 3}), /shape \[2, 2\]: \[3, 2\]/],
    [
      'label beyond the weights',
      () => neuralCollapse(x, [0, 2], {weights: x}),
      /labels\[1\] is 2: .* 0 to 1/,
    ],
    ['biases', () => neuralCollapse(x, [0, 1], {weights: x, biases: [1]}), /weights has 2 .* biases has 1/],
    ['biases alone', () => neuralCollapse(x, [0, 1], {biases: [1, 2]}), /biases are given without weights/],
    [
      'predictions',
      () => neuralCollapse(x, [0, 1], {predictions: [0]}),
      /embeddings has 2 .* predictions has 1/,
    ],
    ['one vector', () => equidistance([[1, 2]]), /vectors is \[1, 2\]: at least two rows/],
    [
      'vectors of one class',
      () => equidistance(x, {labels: [1, 1]}),
      /at least two rows .* different classes/,
    ],
    ['labels of vectors', () => equidistance(x, {labels: [1]}), /vectors has 2 examples and labels has 1/],
    ['one weight', () => boundaryAngles([[1, 2]]), /weights is \[1, 2\]: rows of at least two classes/],
    ['counts', () => weightNorms(x, [1]), /weights has 2 rows and counts has 1 entries: both/],
    ['a negative count', () => weightNorms(x, [1, -1]), /counts\[1\] is -1: a count must be at least 0/],
    ['label without count', () => weightNorms(x, [1, 2], {labels: [0, 2]}), /labels\[1\] is 2: counts has 2/],
    ['one row', () => principalComponents([[1, 2]]), /embeddings is \[1, 2\]: at least two rows/],
    ['components', () => principalComponents(x, {components: 3}), /components is 3: .* from 1 to 2/],
    [
      'columns',
      () => projectOn(principalComponents(x), [[1]]),
      /vectors has 1 columns: 2, as the embeddings/,
    ],
  ];

  test.each(bad)('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
