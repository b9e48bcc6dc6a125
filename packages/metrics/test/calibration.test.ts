import {describe, expect, test} from 'vitest';
import {
  type CalibrationOptions,
  calibrationErrorPerClass,
  expectedCalibrationError,
  maximumCalibrationError,
  reliabilityDiagram,
} from '../src/index.js';
import {casesOf, expectAllClose, expectClose} from './close.js';

interface BinaryCase {
  kind: 'binary';
  name: string;
  yTrue: number[];
  probabilities: number[];
  curves: {
    bins: number;
    binning: 'uniform' | 'quantile';
    edges: number[];
    counts: number[];
    accuracy: number[];
    confidence: number[];
    expected: number;
    maximum: number;
  }[];
}

interface RowsCase {
  kind: 'rows';
  name: string;
  yTrue: number[];
  probabilities: number[][];
  weights: number[] | null;
  expected: number;
  maximum: number;
  perClass: number[];
}

const cases = casesOf<BinaryCase | RowsCase>('calibration');

describe.each(cases.filter((entry) => entry.kind === 'binary'))('as scikit-learn: $name', (entry) => {
  test.each(entry.curves)('$bins bins, $binning', ({bins, binning, ...expected}) => {
    const {yTrue, probabilities} = entry;
    const diagram = reliabilityDiagram(yTrue, probabilities, {bins, binning});
    expect([...diagram.map(({from}) => from), diagram.at(-1)?.to]).toEqual(expected.edges);
    const filled = diagram.filter(({weight}) => weight > 0);
    expect(filled.map(({weight}) => weight)).toEqual(expected.counts);
    expectAllClose(
      filled.map(({accuracy}) => accuracy as number),
      expected.accuracy,
    );
    expectAllClose(
      filled.map(({confidence}) => confidence as number),
      expected.confidence,
    );
    // Differences of what is nearly equal.
    const error = expectedCalibrationError(yTrue, probabilities, {bins, binning});
    expect(Math.abs(error - expected.expected)).toBeLessThanOrEqual(1e-15);
    const largest = maximumCalibrationError(yTrue, probabilities, {bins, binning});
    expect(Math.abs(largest - expected.maximum)).toBeLessThanOrEqual(1e-15);
  });
});

test.each(cases.filter((entry) => entry.kind === 'rows'))('by the definition: $name', (entry) => {
  const {yTrue, probabilities, weights} = entry;
  const options = weights ? {sampleWeights: weights} : {};
  expectClose(expectedCalibrationError(yTrue, probabilities, options), entry.expected);
  expectClose(maximumCalibrationError(yTrue, probabilities, options), entry.maximum);
  expectAllClose(calibrationErrorPerClass(yTrue, probabilities, options), entry.perClass);
});

test('one class of rows is that class against the rest', () => {
  const rows = [
    [0.7, 0.2, 0.1],
    [0.3, 0.4, 0.3],
    [0.2, 0.1, 0.7],
  ];
  const yTrue = [0, 1, 1];
  expect(reliabilityDiagram(yTrue, rows, {label: 1, bins: 4})).toEqual(
    reliabilityDiagram([0, 1, 1], [0.2, 0.4, 0.1], {bins: 4}),
  );
  expect(reliabilityDiagram([7, 9, 9], [0.2, 0.4, 0.1], {positive: 9, bins: 4})).toEqual(
    reliabilityDiagram([0, 1, 1], [0.2, 0.4, 0.1], {bins: 4}),
  );
});

test('empty bins stay, and say so; examples of weight 0 do not count', () => {
  const given = {bins: 2, sampleWeights: [2, 0]};
  expect(reliabilityDiagram([1, 0], [0.25, 0.75], given)).toEqual([
    {from: 0, to: 0.5, weight: 2, confidence: 0.25, accuracy: 1},
    {from: 0.5, to: 1, weight: 0, confidence: null, accuracy: null},
  ]);
  expect(reliabilityDiagram([1, 0], [0.25, 0.75], {...given, binning: 'quantile'})[0]?.to).toBe(0.25);
  expect(expectedCalibrationError([1, 0], [0.25, 0.75], given)).toBe(0.75);
});

describe('bad input', () => {
  const rows = [
    [0.5, 0.5],
    [0.25, 0.75],
  ];
  const bad: [string, unknown, unknown, CalibrationOptions, RegExp][] = [
    ['lengths', [0, 1, 1], rows, {}, /yTrue has 3 examples and probabilities has 2/],
    ['above 1', [0, 1], [0.5, 2], {}, /probabilities\[1\] is 2: a probability lies between/],
    ['NaN', [0, 1], [0.5, NaN], {}, /probabilities\[1\] is NaN/],
    [
      'sum',
      [0, 1],
      [
        [0.5, 0.5],
        [0.5, 0.25],
      ],
      {},
      /probabilities\[1\] sums to 0.75/,
    ],
    ['label out of range', [0, 2], rows, {}, /yTrue\[1\] is 2/],
    ['bins', [0, 1], rows, {bins: 0}, /bins is 0: it must be a whole number from 1/],
    [
      'binning',
      [0, 1],
      rows,
      {binning: 'equal' as 'uniform'},
      /binning is equal: allowed are uniform, quantile/,
    ],
    ['label', [0, 1], rows, {label: 2}, /label is 2: it must be a whole number from 0 to 1/],
    ['label of one column', [0, 1], [0.5, 0.5], {label: 1}, /label is 1: it needs rows/],
    ['positive of rows', [0, 1], rows, {positive: 1}, /positive is 1: with rows/],
    ['weights', [0, 1], rows, {sampleWeights: [1, -1]}, /sampleWeights\[1\] is -1/],
    ['no weight', [0, 1], rows, {sampleWeights: [0, 0]}, /sampleWeights are all 0/],
    ['unknown', [0, 1], rows, {nBins: 3} as CalibrationOptions, /unknown option nBins: .*bins, binning/],
  ];
  test.each(bad)('%s', (_, yTrue, given, options, message) => {
    expect(() => expectedCalibrationError(yTrue as number[], given as number[], options)).toThrow(message);
  });

  test('per class', () => {
    expect(() => calibrationErrorPerClass([0, 1], [0.5, 0.5])).toThrow(/shape \[2, 1\]: rows of at least 2/);
  });
});
