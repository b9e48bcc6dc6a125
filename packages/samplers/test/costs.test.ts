import '@tensorflow/tfjs-backend-cpu';
import {tensor2d} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  balancedWeights,
  correctPriors,
  costsOfMistakes,
  effectiveNumberWeights,
  minimumExpectedCost,
  SamplingError,
} from '../src/index.js';
import fixture from './fixtures/weights.json' with {type: 'json'};

const close = (found: readonly number[], expected: readonly number[], tolerance: number): void => {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(found[i]! - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  }
};

describe('class weights', () => {
  test.each(fixture.balanced)('balanced, $counts', ({counts, weights}) => {
    close(balancedWeights(counts), weights, 1e-14);
  });

  test.each(fixture.effective)('by the effective number, $counts, β = $beta', ({counts, beta, weights}) => {
    close(effectiveNumberWeights(Int32Array.from(counts), {beta}), weights, 1e-13);
  });

  test('a class without rows weighs nothing, and does not count', () => {
    expect(balancedWeights([30, 0, 10])).toEqual([40 / 60, 0, 2]);
    expect(effectiveNumberWeights([30, 0, 30])).toEqual([1, 0, 1]);
  });
});

describe('minimumExpectedCost', () => {
  const row = fc.array(fc.double({min: 0.001, max: 1, noNaN: true}), {minLength: 4, maxLength: 4});
  const costs = fc.array(fc.array(fc.double({min: 0, max: 9, noNaN: true}), {minLength: 4, maxLength: 4}), {
    minLength: 4,
    maxLength: 4,
  });

  test('no other decision is expected to cost less', () => {
    fc.assert(
      fc.property(fc.array(row, {minLength: 1, maxLength: 5}), costs, (positive, matrix) => {
        const probabilities = positive.map((p) => p.map((value) => value / p.reduce((a, b) => a + b)));
        const {labels, costs: least} = minimumExpectedCost(probabilities, matrix);
        for (const [i, p] of probabilities.entries()) {
          const expected = [0, 1, 2, 3].map((j) =>
            p.reduce((sum, value, k) => sum + value * matrix[k]![j]!, 0),
          );
          expect(least[i]).toBe(Math.min(...expected));
          expect(labels[i]).toBe(expected.indexOf(Math.min(...expected)));
        }
      }),
      {seed: 1},
    );
  });

  test('German credit: a bad one taken for a good one costs 5', () => {
    const costs = [
      [0, 1],
      [5, 0],
    ];
    expect(costsOfMistakes([1, 5])).toEqual(costs);
    const {labels, costs: expected} = minimumExpectedCost(
      [
        [0.9, 0.1],
        [0.8, 0.2],
        [0.5, 0.5],
      ],
      costs,
    );
    // To call one good costs 5 p(bad), to call it bad costs p(good): the border is p(bad) = 1/6.
    expect([...labels]).toEqual([0, 1, 1]);
    close([...expected], [0.5, 0.8, 0.5], 1e-15);
  });

  test('typed arrays and tensors', () => {
    const data = Float32Array.of(0.75, 0.25, 0.25, 0.75);
    expect([...minimumExpectedCost({data, columns: 2}, costsOfMistakes([1, 1])).labels]).toEqual([0, 1]);
    expect([...minimumExpectedCost(tensor2d(data, [2, 2]), costsOfMistakes([1, 5])).labels]).toEqual([1, 1]);
  });
});

describe('correctPriors', () => {
  /** Normal classes around 0, 1 and 3: the exact probabilities at x under given priors. */
  const posterior = (x: number, priors: readonly number[]): number[] => {
    const joint = [0, 1, 3].map((mean, j) => priors[j]! * Math.exp(-((x - mean) ** 2) / 2));
    const sum = joint.reduce((all, value) => all + value, 0);
    return joint.map((value) => value / sum);
  };

  test('turns the exact probabilities under one set of priors into those under another', () => {
    const xs = [-2, 0, 0.4, 1.7, 5];
    const balanced = xs.map((x) => posterior(x, [1, 1, 1]));
    const corrected = correctPriors(balanced, {trained: [40, 40, 40], actual: [0.9, 0.09, 0.01]});
    for (const [i, x] of xs.entries()) close(corrected[i]!, posterior(x, [0.9, 0.09, 0.01]), 1e-14);
  });

  test('gives what it was given: rows, typed arrays, tensors', () => {
    const data = Float32Array.of(0.5, 0.5, 0.2, 0.8);
    const priors = {trained: [1, 1], actual: [3, 1]};
    const flat = correctPriors({data, columns: 2}, priors);
    expect(flat.data).toBeInstanceOf(Float32Array);
    expect([...data]).toEqual([...Float32Array.of(0.5, 0.5, 0.2, 0.8)]);
    close([...flat.data], [0.75, 0.25, 3 / 7, 4 / 7], 1e-7);
    const tensor = correctPriors(tensor2d(data, [2, 2]), priors);
    expect(tensor.shape).toEqual([2, 2]);
    expect(tensor.dataSync()).toEqual(flat.data);
  });
});

describe('bad input', () => {
  test.each<[string, () => unknown, string]>([
    [
      'a count',
      () => balancedWeights([3, -1]),
      'balancedWeights: counts[1] is -1; a whole number from 0 is expected.',
    ],
    ['no rows', () => effectiveNumberWeights([0, 0]), 'effectiveNumberWeights: no class has any row.'],
    [
      'a cost',
      () => costsOfMistakes([1, -2]),
      'costsOfMistakes: costs[1][0] is -2; a finite number >= 0 is expected.',
    ],
    [
      'rows of costs',
      () => minimumExpectedCost([[1, 0]], [[0]]),
      'minimumExpectedCost: costs has 1 rows; 2 are expected, one a class.',
    ],
    [
      'a row of costs',
      () => minimumExpectedCost([[1, 0]], [[0, 1], [0]]),
      'minimumExpectedCost: costs[1] has 1 numbers; 2 are expected',
    ],
    [
      'a negative probability',
      () => minimumExpectedCost([[1, -1]], costsOfMistakes([1, 1])),
      'probability 1 of row 0 is -1; a number >= 0 is expected.',
    ],
    [
      'probabilities of 0',
      () => correctPriors([[0, 0]], {trained: [1, 1], actual: [1, 1]}),
      'correctPriors: the probabilities of row 0 sum to 0; 1 is expected.',
    ],
    [
      'priors of other classes',
      () => correctPriors([[1, 0]], {trained: [1], actual: [1, 1]}),
      'correctPriors: trained has 1 numbers; 2 are expected, one a class.',
    ],
    [
      'a class that was never seen',
      () => correctPriors([[1, 0]], {trained: [1, 0], actual: [1, 1]}),
      'trained[1] is 0; nothing can be said of a class the model never saw.',
    ],
    [
      'a row without prior',
      () => correctPriors([[1, 0]], {trained: [1, 1], actual: [0, 1]}),
      'row 0 has probabilities for classes alone whose actual prior is 0.',
    ],
    [
      'a prior',
      () => correctPriors([[1, 0]], {trained: [1, 1], actual: [Number.NaN, 1]}),
      'actual[0] is NaN; a finite number >= 0 is expected.',
    ],
    [
      'no priors',
      () => correctPriors([[1, 0]], {trained: [1, 1], actual: [0, 0]}),
      'actual is 0 for every class.',
    ],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(SamplingError);
    expect(act).toThrow(message);
  });

  test('beta', () => {
    expect(() => effectiveNumberWeights([1, 2], {beta: 1})).toThrow('effectiveNumberWeights: beta must be');
  });
});
