import '@tensorflow/tfjs-backend-cpu';
import {tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {type BrierOptions, brierScore, type LogLossOptions, logLoss} from '../src/index.js';
import {expectClose} from './close.js';
import {type BinaryCase, binaryCases, type RowsCase, rowsCases, weightsOf} from './score-cases.js';

const cases: (BinaryCase | RowsCase)[] = [...binaryCases, ...rowsCases];

test.each(cases.filter(({logLoss}) => logLoss !== null))('as scikit-learn: $name', (entry) => {
  const {yTrue, scores, brier} = entry;
  const options = weightsOf(entry);
  expectClose(logLoss(yTrue, scores, options), entry.logLoss as number);
  for (const halved of [true, false]) {
    const expected = brier?.[halved ? 'halved' : 'whole'] as number;
    expectClose(brierScore(yTrue, scores, {...options, halved}), expected);
  }
  const isHalved = entry.kind === 'binary' || entry.scores[0]?.length === 2;
  expectClose(brierScore(yTrue, scores, options), brier?.[isHalved ? 'halved' : 'whole'] as number);
});

test('clipping: by the precision of the probabilities, or as chosen', () => {
  expectClose(logLoss([0], [1]), 52 * Math.LN2);
  expectClose(logLoss([0], Float32Array.of(1)), 23 * Math.LN2);
  expectClose(logLoss([0], tensor2d([[0, 1]])), 23 * Math.LN2);
  expectClose(logLoss([0], [1], {clip: 0.01}), -Math.log(0.01));
  expectClose(
    logLoss(
      [0, 1],
      [
        [0.9999, 0.0001],
        [0, 1],
      ],
      {clip: 0.01},
    ),
    -Math.log(0.99),
  );
});

test('`positive`', () => {
  expectClose(logLoss([2, 3, 3], [0.2, 0.3, 0.9], {positive: 3}), logLoss([0, 1, 1], [0.2, 0.3, 0.9]));
  expectClose(brierScore([1, 0], [0.2, 0.7], {positive: 0}), (0.2 ** 2 + 0.3 ** 2) / 2);
});

describe('bad input', () => {
  const rows = [
    [0.5, 0.5],
    [0.25, 0.75],
  ];
  const bad: [string, unknown, unknown, LogLossOptions & BrierOptions, RegExp][] = [
    ['lengths', [0, 1], [0.5], {}, /yTrue has 2 examples and probabilities has 1/],
    ['empty', [], [], {}, /probabilities is empty/],
    ['NaN', [0, 1], [0.5, NaN], {}, /probabilities\[1\] is NaN/],
    ['above 1', [0, 1], [0.5, 1.5], {}, /probabilities\[1\] is 1.5: a probability lies between 0 and 1/],
    [
      'below 0',
      [0, 1],
      [
        [0.5, 0.5],
        [1.25, -0.25],
      ],
      {},
      /probabilities\[1\]\[0\] is 1.25: a probability/,
    ],
    [
      'sum',
      [0, 1],
      [
        [0.5, 0.5],
        [0.5, 0.25],
      ],
      {},
      /probabilities\[1\] sums to 0.75: .* sum to 1/,
    ],
    ['label', [0, 2], rows, {}, /yTrue\[1\] is 2: a label is a whole number from 0 to 1/],
    ['label of one column', [0, 2], [0.5, 0.5], {}, /yTrue\[1\] is 2/],
    ['weights', [0, 1], rows, {sampleWeights: [0, -1]}, /sampleWeights\[1\] is -1/],
    ['no weight', [0, 1], rows, {sampleWeights: [0, 0]}, /sampleWeights are all 0/],
    ['positive of rows', [0, 1], rows, {positive: 1}, /positive is 1: with rows/],
    ['sumTolerance', [0, 1], rows, {sumTolerance: NaN}, /sumTolerance is NaN/],
  ];
  test.each(bad)('%s', (_, yTrue, given, options, message) => {
    expect(() => logLoss(yTrue as number[], given as number[], options)).toThrow(message);
    expect(() => brierScore(yTrue as number[], given as number[], options)).toThrow(message);
  });

  test('options of one of them', () => {
    expect(() => logLoss([0], [0.5], {clip: 0})).toThrow(/clip is 0: it must be above 0 and at most 0.5/);
    expect(() => logLoss([0], [0.5], {halved: true} as LogLossOptions)).toThrow(/unknown option halved/);
    expect(() => brierScore([0], [0.5], {halved: 1 as unknown as boolean})).toThrow(/halved is 1: allowed/);
    expectClose(
      logLoss(
        [0, 1],
        [
          [0.5, 0.5],
          [0.5, 0.25],
        ],
        {sumTolerance: 0.5},
      ),
      1.5 * Math.LN2,
    );
  });
});
