import '@tensorflow/tfjs-backend-cpu';
import {tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  type AurocOptions,
  auroc,
  aurocPerClass,
  averagePrecision,
  averagePrecisionPerClass,
  precisionRecallCurve,
  rocCurve,
  type Scores,
} from '../src/index.js';
import {expectAllClose, expectClose} from './close.js';
import {binaryCases, rowsCases, weightsOf} from './score-cases.js';

describe.each(binaryCases)('as scikit-learn, one score an example: $name', (entry) => {
  const {yTrue, scores} = entry;
  const options = weightsOf(entry);

  test.each([0, 1] as const)('curves, dropIntermediate %i', (drop) => {
    const dropIntermediate = drop === 1;
    const roc = rocCurve(yTrue, scores, {...options, dropIntermediate, zeroDivision: NaN});
    const [fpr, tpr, thresholds] = entry.roc[drop];
    expectAllClose(roc.falsePositiveRate, fpr);
    expectAllClose(roc.truePositiveRate, tpr);
    expectAllClose(roc.thresholds, thresholds);
    const curve = precisionRecallCurve(yTrue, scores, {...options, dropIntermediate, zeroDivision: 1});
    const [precision, recall, ascending] = entry.precisionRecall[drop];
    expectAllClose(curve.precision, precision);
    expectAllClose(curve.recall, recall);
    expectAllClose(curve.thresholds, ascending);
  });

  test('AUROC and average precision', () => {
    expectClose(auroc(yTrue, scores, {...options, zeroDivision: NaN}), entry.auroc);
    for (const [maxFpr, expected] of Object.entries(entry.partial))
      expectClose(auroc(yTrue, scores, {...options, maxFpr: Number(maxFpr)}), expected);
    expectClose(averagePrecision(yTrue, scores, options), entry.averagePrecision);
  });
});

describe.each(rowsCases)('as scikit-learn, rows of scores: $name', (entry) => {
  const {yTrue, scores} = entry;
  const weighting = weightsOf(entry);
  const options = {...weighting, ...(entry.probabilities ? {} : {sumTolerance: Infinity})};

  test('AUROC of each class and their means', () => {
    expectAllClose(aurocPerClass(yTrue, scores, options), entry.aurocPerClass);
    for (const average of ['macro', 'weighted', 'micro'] as const)
      expectClose(auroc(yTrue, scores, {...options, average, zeroDivision: NaN}), entry.auroc[average]);
    if (entry.partial) expectAllClose(aurocPerClass(yTrue, scores, {...options, maxFpr: 0.2}), entry.partial);
  });

  test('one class against one', () => {
    for (const average of ['macro', 'weighted'] as const) {
      const expected = entry.oneVsOne[average];
      if (expected !== undefined)
        expectClose(auroc(yTrue, scores, {...options, multiClass: 'oneVsOne', average}), expected);
    }
  });

  test('average precision of each class and their means', () => {
    expectAllClose(averagePrecisionPerClass(yTrue, scores, weighting), entry.averagePrecisionPerClass);
    for (const average of ['macro', 'weighted', 'micro'] as const)
      expectClose(averagePrecision(yTrue, scores, {...weighting, average}), entry.averagePrecision[average]);
  });
});

/** Every pair of a positive and a negative example. */
function pairwiseAuroc(
  yTrue: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  let [above, all] = [0, 0];
  for (let p = 0; p < yTrue.length; p++) {
    if (yTrue[p] !== 1) continue;
    for (let n = 0; n < yTrue.length; n++) {
      if (yTrue[n] !== 0) continue;
      const weight = (weights?.[p] ?? 1) * (weights?.[n] ?? 1);
      const difference = (scores[p] as number) - (scores[n] as number);
      above += difference > 0 ? weight : difference === 0 ? weight / 2 : 0;
      all += weight;
    }
  }
  return above / all;
}

/** Both measures by the language's own sort, and a count for each score. */
function bySorting(yTrue: ArrayLike<number>, scores: ArrayLike<number>): {auroc: number; precision: number} {
  const positives = new Map<number, number>();
  const all = new Map<number, number>();
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    positives.set(score, (positives.get(score) ?? 0) + (yTrue[i] as number));
    all.set(score, (all.get(score) ?? 0) + 1);
  }
  let [hits, taken, ordered, precision] = [0, 0, 0, 0];
  for (const score of Float64Array.from(all.keys()).sort().reverse()) {
    const own = positives.get(score) as number;
    const others = (all.get(score) as number) - own;
    ordered += others * (hits + own / 2);
    hits += own;
    taken += own + others;
    precision += (own * hits) / taken;
  }
  return {auroc: ordered / hits / (scores.length - hits), precision: precision / hits};
}

test('AUROC is the share of pairs in the right order', () => {
  const score = fc.oneof(
    fc.double({noNaN: true, noDefaultInfinity: true}),
    fc.constantFrom(-1, -0, 0, 0.5, 1),
  );
  const example = fc.tuple(fc.constantFrom(0, 1), score, fc.double({min: 0.01, max: 9, noNaN: true}));
  fc.assert(
    fc.property(fc.array(example, {maxLength: 40}), (examples) => {
      const all = [...examples, [0, 0.5, 1] as const, [1, 0.25, 2] as const];
      const yTrue = all.map(([label]) => label);
      const scores = all.map(([, value]) => value);
      const sampleWeights = all.map(([, , weight]) => weight);
      expectClose(auroc(yTrue, scores), pairwiseAuroc(yTrue, scores));
      expectClose(auroc(yTrue, scores, {sampleWeights}), pairwiseAuroc(yTrue, scores, sampleWeights));
      const single = Float32Array.from(scores, (value) => Math.max(-3e38, Math.min(3e38, value)));
      expectClose(auroc(yTrue, single), pairwiseAuroc(yTrue, single));
    }),
  );
});

describe('more scores than are sorted at once', () => {
  const n = 80_000;
  const yTrue = Uint8Array.from({length: n}, (_, i) => Number(i % 7 === 0 || i % 100 === 3));
  const mixed = (i: number): number => ((i * 2654435761) % 4294967296) / 4294967296;
  const forms: [string, (i: number) => number][] = [
    ['spread', (i) => mixed(i) + (yTrue[i] as number) / 8],
    ['of both signs', (i) => (mixed(i) - 0.5) * 10 ** (i % 9)],
    ['many ties', (i) => Math.round(mixed(i) * 50) / 50],
    ['one that most have', (i) => (i % 5 === 0 ? mixed(i) : 0.5)],
    ['alike in the first 16 bits', (i) => 1 + mixed(i) / 1000],
    ['alike in the first 32 bits', (i) => 1 + Math.floor(mixed(i) * 2 ** 18) * 2 ** -51],
    ['alike in the first 48 bits', (i) => 1 + Math.floor(mixed(i) * 2 ** 14) * 2 ** -52],
    ['0 and -0', (i) => (i % 3 === 0 ? 0 : -0)],
    // The least negative number of float64, and that of float32: the neighbours of −0.
    [
      '0 and -0 between others',
      (i) => (i % 10 > 0 ? (i % 3 === 0 ? 0 : -0) : [-5e-324, -1e-45, 0.5][i % 3]!),
    ],
    ['constant', () => -7.25],
  ];
  test.each(forms)('%s', (_, form) => {
    for (const type of [Float64Array, Float32Array]) {
      const scores = new type(n).map((_: number, i: number) => form(i));
      // Maps hold 0 and −0 to be one key, too.
      const expected = bySorting(yTrue, scores);
      expectClose(auroc(yTrue, scores), expected.auroc);
      expectClose(averagePrecision(yTrue, scores), expected.precision);
      expectClose(auroc(yTrue, scores, {sampleWeights: new Float32Array(n).fill(0.5)}), expected.auroc);
    }
  });
});

describe('forms', () => {
  const yTrue = [0, 1, 0, 1, 1, 0];
  const scores = [0.1, 0.4, 0.35, 0.8, 0.35, 0.2];
  const expected = auroc(yTrue, scores);
  const column = scores.map((score) => [score]);
  const given: [string, () => Scores][] = [
    ['typed array', () => Float64Array.from(scores)],
    ['a view into a buffer', () => Float64Array.from([9, ...scores, 9]).subarray(1, 7)],
    ['whole numbers', () => Int16Array.from(scores, (score) => score * 100)],
    ['tensor', () => tensor1d(scores)],
    ['column tensor of a sigmoid', () => tensor2d(column)],
    ['column of rows', () => column],
    ['flat column', () => ({data: scores, shape: [6, 1]})],
  ];
  test.each(given)('%s', (_, form) => {
    expectClose(auroc(yTrue, form()), expected);
    expectClose(averagePrecision(yTrue, form()), averagePrecision(yTrue, scores));
    expectClose(auroc(tensor2d(yTrue, [6, 1]), form()), expected);
    expectClose(auroc(tensor1d(yTrue, 'bool'), form()), expected);
  });

  test('one column of rows, and labels by `positive`', () => {
    expectClose(
      auroc([0, 1, 0, 1], [0.9, 0.2, 0.3, 0.4], {positive: 0}),
      auroc([1, 0, 1, 0], [0.9, 0.2, 0.3, 0.4]),
    );
    expect(auroc([0, 3, 2, 3], [0.1, 0.9, 0.2, 0.8], {positive: 3})).toBe(1);
    expect(averagePrecision([0, 3, 2, 3], [0.1, 0.9, 0.2, 0.8], {positive: 3})).toBe(1);
  });

  test('chosen classes', () => {
    const rows = [
      [0.7, 0.2, 0.1],
      [0.3, 0.4, 0.3],
      [0.2, 0.1, 0.7],
      [0.3, 0.3, 0.4],
    ];
    const [, second, third] = aurocPerClass([0, 1, 2, 1], rows);
    expect([...aurocPerClass([0, 1, 2, 1], rows, {labels: [2, 1]})]).toEqual([third, second]);
    expectClose(auroc([0, 1, 2, 1], rows, {labels: [2, 1]}), ((second as number) + (third as number)) / 2);
    expectClose(auroc([0, 1, 2, 1], rows, {labels: [1], average: 'micro'}), second as number);
    expectClose(
      auroc([0, 1, 2, 1], rows, {labels: [1, 2], multiClass: 'oneVsOne'}),
      (pairwiseAuroc([1, 0, 1], [0.4, 0.1, 0.3]) + pairwiseAuroc([0, 1, 0], [0.3, 0.7, 0.4])) / 2,
    );
    const precisions = averagePrecisionPerClass([0, 1, 2, 1], rows);
    expectClose(averagePrecision([0, 1, 2, 1], rows, {labels: [1]}), precisions[1] as number);
  });

  test('one against one with weights: the pairs by their weights', () => {
    const rows = [
      [0.7, 0.2, 0.1],
      [0.3, 0.4, 0.3],
      [0.2, 0.1, 0.7],
      [0.3, 0.3, 0.4],
      [0.4, 0.3, 0.3],
    ];
    const repeated = [...rows, ...rows.slice(3)];
    for (const average of ['macro', 'weighted'] as const)
      expectClose(
        auroc([0, 1, 2, 1, 2], rows, {multiClass: 'oneVsOne', average, sampleWeights: [1, 1, 1, 2, 2]}),
        auroc([0, 1, 2, 1, 2, 1, 2], repeated, {multiClass: 'oneVsOne', average}),
      );
  });

  test('classes without examples', () => {
    const rows = Array.from({length: 4}, (_, i) => [0.5 - i / 10, 0.3, 0.2 + i / 10]);
    const yTrue = [0, 0, 2, 2];
    expect(auroc(yTrue, rows)).toBe(1);
    expect(auroc(yTrue, rows, {zeroDivision: NaN})).toBe(1);
    expectClose(auroc(yTrue, rows, {zeroDivision: 0.5}), 2.5 / 3);
    expect(auroc(yTrue, rows, {multiClass: 'oneVsOne'})).toBe(1);
    expectClose(auroc(yTrue, rows, {multiClass: 'oneVsOne', zeroDivision: 0.5}), 2 / 3);
    expect([...aurocPerClass(yTrue, rows)]).toEqual([1, NaN, 1]);
    expect([...aurocPerClass(yTrue, rows, {zeroDivision: 0.5})]).toEqual([1, 0.5, 1]);
    expect([...averagePrecisionPerClass(yTrue, rows, {zeroDivision: 1})]).toEqual([1, 1, 1]);
    expectClose(averagePrecision(yTrue, rows), 2 / 3);
    expect(averagePrecision(yTrue, rows, {zeroDivision: NaN})).toBe(1);
    expect(averagePrecision(yTrue, rows, {labels: [1], zeroDivision: NaN})).toBeNaN();
    expect(averagePrecision(yTrue, rows, {labels: [1], average: 'weighted', zeroDivision: 1})).toBe(1);
    expect(auroc([1, 1], [0.2, 0.3], {zeroDivision: 0.5})).toBe(0.5);
    expect([...rocCurve([1, 1], [0.2, 0.3], {zeroDivision: 0}).falsePositiveRate]).toEqual([0, 0, 0]);
  });

  test('arguments stay as they are', () => {
    const scores = Float64Array.of(0.3, 0.1, 0.2);
    auroc([0, 1, 1], scores);
    averagePrecision([0, 1, 1], scores);
    expect([...scores]).toEqual([0.3, 0.1, 0.2]);
  });
});

describe('bad input', () => {
  const rows = [
    [0.5, 0.5],
    [0.25, 0.75],
  ];
  const bad: [string, unknown, unknown, AurocOptions, RegExp][] = [
    ['lengths', [0, 1], [0.1], {}, /yTrue has 2 examples and scores has 1/],
    ['lengths of rows', [0, 1, 1], rows, {}, /yTrue has 3 examples and scores has 2/],
    ['empty', [], [], {}, /scores is empty/],
    ['empty labels', [], [1], {}, /yTrue is empty/],
    ['NaN score', [0, 1], [0.1, NaN], {}, /scores\[1\] is NaN: a finite number/],
    ['infinite score', [0, 1], [Infinity, 0.1], {}, /scores\[0\] is Infinity/],
    [
      'NaN in rows',
      [0, 1],
      [
        [1, 0],
        [NaN, 1],
      ],
      {},
      /scores\[1\]\[0\] is NaN/,
    ],
    ['label 2', [0, 2], [0.1, 0.2], {}, /yTrue\[1\] is 2: .* 0 or 1, or give `positive`/],
    ['label −1', [0, -1], [0.1, 0.2], {positive: 1}, /yTrue\[1\] is -1: .* whole number from 0/],
    ['fractional label', [0, 0.5], [0.1, 0.2], {positive: 1}, /yTrue\[1\] is 0.5/],
    ['text label', [0, 'a'], [0.1, 0.2], {}, /yTrue\[1\] is a/],
    ['label out of range', [0, 2], rows, {}, /yTrue\[1\] is 2: .* from 0 to 1/],
    [
      'no sum of 1',
      [0, 1],
      [
        [0.5, 0.5],
        [0.5, 0.6],
      ],
      {},
      /scores\[1\] sums to 1.1: .*sumTolerance, 0.00001/,
    ],
    ['weights', [0, 1], [0.1, 0.2], {sampleWeights: [1, -1]}, /sampleWeights\[1\] is -1/],
    ['no weight', [0, 1], [0.1, 0.2], {sampleWeights: [0, 0]}, /sampleWeights are all 0/],
    ['number of weights', [0, 1], [0.1, 0.2], {sampleWeights: [1]}, /yTrue has 2 examples and sampleWeights/],
    ['NaN weight', [0, 1], [0.1, 0.2], {sampleWeights: [1, NaN]}, /sampleWeights\[1\] is NaN/],
    ['one class', [1, 1], [0.1, 0.2], {}, /yTrue has no negative example .*zeroDivision/],
    ['one class by weight', [0, 1], [0.1, 0.2], {sampleWeights: [1, 0]}, /yTrue has no positive example/],
    ['one class of rows', [1, 1], rows, {}, /at least two classes/],
    ['one class of pairs', [1, 1], rows, {multiClass: 'oneVsOne'}, /at least two classes/],
    [
      'pairs of one',
      [0, 1],
      rows,
      {multiClass: 'oneVsOne', labels: [1]},
      /labels has 1 entry: .* at least 2/,
    ],
    ['pairs, micro', [0, 1], rows, {multiClass: 'oneVsOne', average: 'micro'}, /average is micro: allowed/],
    ['average', [0, 1], rows, {average: 'samples' as 'macro'}, /average is samples: allowed are macro/],
    ['average of one column', [0, 1], [0.1, 0.2], {average: 'macro'}, /average is given: it needs rows/],
    ['positive of rows', [0, 1], rows, {positive: 1}, /positive is 1: with rows of scores, choose/],
    ['positive', [0, 1], [0.1, 0.2], {positive: 0.5}, /positive is 0.5: it must be a whole number/],
    ['labels', [0, 1], rows, {labels: [2]}, /labels\[0\] is 2: it must be a whole number from 0 to 1/],
    ['no labels', [0, 1], rows, {labels: []}, /labels is \[\]: .* at least one/],
    ['labels twice', [0, 1], rows, {labels: [1, 1]}, /labels\[1\] is 1: it must not occur twice/],
    ['maxFpr', [0, 1], [0.1, 0.2], {maxFpr: 0}, /maxFpr is 0: it must be above 0/],
    ['maxFpr above 1', [0, 1], [0.1, 0.2], {maxFpr: 1.5}, /maxFpr is 1.5: it must lie between 0 and 1/],
    ['zeroDivision', [0, 1], [0.1, 0.2], {zeroDivision: 2}, /zeroDivision is 2: allowed are 0, 0.5, 1, NaN/],
    [
      'multiClass',
      [0, 1],
      rows,
      {multiClass: 'ovr' as 'oneVsRest'},
      /multiClass is ovr: allowed are oneVsRest/,
    ],
    [
      'sumTolerance',
      [0, 1],
      rows,
      {sumTolerance: -1},
      /sumTolerance is -1: it must be a number of at least 0/,
    ],
    [
      'unknown',
      [0, 1],
      rows,
      {max_fpr: 1} as AurocOptions,
      /unknown option max_fpr: this metric knows positive/,
    ],
    ['no array', [0, 1], 7, {}, /scores is 7: a vector/],
  ];
  test.each(bad)('%s', (_, yTrue, scores, options, message) => {
    expect(() => auroc(yTrue as number[], scores as number[], options)).toThrow(message);
  });

  test('of curves and of results per class', () => {
    expect(() => rocCurve([0, 1], rows)).toThrow(/scores has shape \[2, 2\]: one score an example/);
    expect(() => rocCurve([1, 1], [0.1, 0.2])).toThrow(/no negative example/);
    expect(() => rocCurve([0, 0], [0.1, 0.2])).toThrow(/no positive example/);
    expect(() => precisionRecallCurve([0, 0], [0.1, 0.2])).toThrow(/no positive example/);
    expect(() => aurocPerClass([0, 1], [0.1, 0.2])).toThrow(/scores has shape \[2, 1\]: rows of at least 2/);
    expect(() => averagePrecisionPerClass([0, 1], [[0.1], [0.2]])).toThrow(/rows of at least 2 classes/);
    expect(() => averagePrecision([0, 1], [0.1, NaN])).toThrow(/scores\[1\] is NaN/);
    expect(() => averagePrecision([0, 1], [0.1, 0.2], {zeroDivision: 0.5})).toThrow(/allowed are 0, 1, NaN/);
  });
});
