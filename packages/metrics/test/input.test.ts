import '@tensorflow/tfjs-backend-cpu';
import {complex, keep, oneHot, setBackend, tensor, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {beforeAll, describe, expect, test} from 'vitest';
import {
  accuracy,
  balancedAccuracy,
  classificationMetrics,
  confusionFromRows,
  confusionMatrix,
  confusionRows,
  type GMeanOptions,
  gMean,
  type Labels,
  macroF1,
  perClassOf,
} from '../src/index.js';

beforeAll(async () => {
  await setBackend('cpu');
});

const plain = [0, 2, 1, 1, 2];
const predicted = [0, 2, 1, 2, 2];
const expected = [
  [1, 0, 0],
  [0, 1, 1],
  [0, 0, 2],
];
const oneHotRows = plain.map((label) => [0, 1, 2].map((column) => Number(column === label)));

describe('forms of labels', () => {
  const forms: [string, () => Labels][] = [
    ['plain array', () => plain],
    ['Int8Array', () => Int8Array.from(plain)],
    ['Uint8Array', () => Uint8Array.from(plain)],
    ['Uint8ClampedArray', () => Uint8ClampedArray.from(plain)],
    ['Int16Array', () => Int16Array.from(plain)],
    ['Uint16Array', () => Uint16Array.from(plain)],
    ['Int32Array', () => Int32Array.from(plain)],
    ['Uint32Array', () => Uint32Array.from(plain)],
    ['Float32Array', () => Float32Array.from(plain)],
    ['Float64Array', () => Float64Array.from(plain)],
    ['BigInt64Array', () => BigInt64Array.from(plain.map(BigInt))],
    ['int32 tensor', () => tensor1d(plain, 'int32')],
    ['float32 tensor', () => tensor1d(plain)],
    ['one-hot int32 tensor', () => oneHot(tensor1d(plain, 'int32'), 3)],
    ['one-hot float32 tensor', () => tensor2d(oneHotRows)],
    ['one-hot bool tensor', () => tensor2d(oneHotRows, [5, 3], 'bool')],
    ['one-hot plain rows', () => oneHotRows],
    ['one-hot flat rows', () => ({data: Uint8Array.from(oneHotRows.flat()), shape: [5, 3]})],
    ['one-hot typed rows', () => oneHotRows.map((row) => Uint8Array.from(row))],
  ];

  test.each(forms)('%s', (_, form) => {
    expect(confusionRows(confusionMatrix(form(), predicted))).toEqual(expected);
    expect(confusionRows(confusionMatrix(form(), predicted, {classes: 3}))).toEqual(expected);
    expect(confusionRows(confusionMatrix(predicted, form()))).toEqual(
      expected.map((_, row) => expected.map((columns) => columns[row])),
    );
  });

  test('bool tensors are labels 0 and 1', () => {
    expect(accuracy(tensor1d([true, false, true], 'bool'), [1, 0, 0])).toBeCloseTo(2 / 3, 15);
  });

  test('scores, logits and infinities; of equal scores the first wins', () => {
    const scores = [
      [-5, -1, -3],
      [Number.NEGATIVE_INFINITY, -8, Number.POSITIVE_INFINITY],
      [0.5, 0.5, 0.5],
      [0.1, 0.45, 0.45],
      [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ];
    for (const form of [scores, tensor2d(scores)])
      expect(accuracy([1, 2, 0, 1, 0], form, {classes: 3})).toBe(1);
  });

  test('columns of rows tell the number of classes', () => {
    const scores = [
      [1, 0, 0, 0],
      [1, 0, 0, 0],
    ];
    expect(confusionMatrix([0, 1], scores).labels).toEqual([0, 1, 2, 3]);
    expect(confusionMatrix(scores, [0, 1]).labels).toEqual([0, 1, 2, 3]);
    expect(macroF1([0, 0], scores)).toBe(0.25);
    expect(macroF1([0, 0], scores, {labels: [0]})).toBe(1);
  });

  test('tensors stay the caller’s, and arrays unchanged', () => {
    const truth = keep(tensor1d(plain, 'int32'));
    const scores = keep(tensor2d(oneHotRows));
    const array = [...plain];
    classificationMetrics(truth, scores);
    classificationMetrics(array, scores);
    expect(truth.isDisposed).toBe(false);
    expect(scores.isDisposed).toBe(false);
    expect(array).toEqual(plain);
    truth.dispose();
    scores.dispose();
  });
});

describe('bad input', () => {
  const bad: [string, unknown, unknown, GMeanOptions, RegExp][] = [
    ['lengths', [0, 1, 1], [0, 1], {}, /yTrue has 3 examples and yPred has 2: both must/],
    ['lengths of rows', oneHotRows, [0, 1], {}, /yTrue has 5 examples and yPred has 2/],
    ['empty', [], [], {}, /yTrue is empty: at least one example/],
    ['empty yPred', [1], new Int32Array(0), {}, /yPred is empty/],
    ['empty tensor', tensor2d([], [0, 3]), [], {}, /yTrue is empty/],
    ['negative', [0, -1], [0, 1], {}, /yTrue\[1\] is -1: a label is a whole number from 0$/],
    ['fractional', [0, 1], [0, 1.5], {}, /yPred\[1\] is 1\.5: a label is a whole number from 0$/],
    ['NaN', Float32Array.of(NaN, 1), [0, 1], {}, /yTrue\[0\] is NaN/],
    ['infinite', [0, 1], [Number.POSITIVE_INFINITY, 1], {}, /yPred\[0\] is Infinity/],
    ['a hole', [0, undefined], [0, 1], {}, /yTrue\[1\] is undefined/],
    ['a string', ['0', '1'], [0, 1], {}, /yTrue\[0\] is 0: a label is a whole number/],
    ['out of range', [0, 3], [0, 1], {classes: 3}, /yTrue\[1\] is 3: .* from 0 to 2 \(classes is 3\)/],
    ['out of range of the scores', [0, 3], oneHotRows.slice(0, 2), {}, /yTrue\[1\] is 3: .* 0 to 2 \(yPred/],
    ['yPred out of range of the rows', oneHotRows.slice(0, 2), [0, 3], {}, /yPred\[1\] is 3: .* from 0 to 2/],
    ['rank 0', tensor(1), [0], {}, /yTrue has rank 0, shape \[\]: allowed are labels \[n\]/],
    ['rank 3', tensor([[[1]]]), [0], {}, /yTrue has rank 3, shape \[1, 1, 1\]/],
    ['nested three deep', [[[1]]], [0], {}, /yTrue is nested three deep/],
    ['one column', [0, 1], tensor2d([[0], [1]]), {}, /yPred has shape \[2, 1\]: rows need at least 2/],
    [
      'columns against classes',
      [0, 1],
      tensor2d([[0, 1]]),
      {classes: 3},
      /yPred has 2 columns: classes is 3/,
    ],
    ['columns of both', [[0, 1]], [[0, 1, 0]], {}, /yPred has 3 columns: .*2 are needed/],
    ['ragged', [[0, 1], [1]], [0, 1], {}, /yTrue\[1\] has 1 columns: 2 columns, as in row 0/],
    ['ragged with a number', [[0, 1], 1], [0, 1], {}, /yTrue\[1\] has no row but 1/],
    ['numbers, then a row', [1, [0, 1]], [0, 1], {}, /yTrue\[1\] is 0,1/],
    ['NaN score', [0], [[0, NaN]], {}, /yPred\[0\]\[1\] is NaN: allowed is any number but NaN/],
    [
      'row of zeros as a label',
      [
        [0, 1],
        [0, 0],
      ],
      [0, 1],
      {},
      /yTrue\[1\] has no entry above 0/,
    ],
    ['flat rows', [0], {data: [1, 0, 1], shape: [1, 2]}, {}, /yPred has shape \[1, 2\] and 3 entries: shape/],
    ['missing', undefined, [0], {}, /yTrue is undefined: allowed are labels \[n\]/],
    ['null', [0], null, {}, /yPred is null: allowed/],
    ['string tensor', tensor(['a']), [0], {}, /yTrue is a tensor of dtype string/],
    ['complex tensor', complex([1], [1]), [0], {}, /yTrue is a tensor of dtype complex64/],
    ['classes 0', [0], [0], {classes: 0}, /classes is 0: it must be a whole number of at least 1/],
    ['classes 2.5', [0], [0], {classes: 2.5}, /classes is 2\.5/],
    ['too many classes', [0], [0], {classes: 1e6}, /classes is 1000000: .* at most 16384/],
    ['zeroDivision', [0], [0], {zeroDivision: 0.5}, /zeroDivision is 0\.5: it must be 0, 1 or NaN/],
    ['labels empty', [0], [0], {labels: []}, /labels is \[\]: .* at least one/],
    ['labels twice', [0], [0], {labels: [0, 1, 0]}, /labels\[2\] is 0: it must not occur twice/],
    ['labels negative', [0], [0], {labels: [-1]}, /labels\[0\] is -1: it must be a whole number from 0$/],
    ['labels out of range', [0], [0], {labels: [2], classes: 2}, /labels\[0\] is 2: .* from 0 to 1/],
    ['correction', [0], [0], {correction: 2}, /correction is 2: it must lie between 0 and 1/],
  ];

  test.each(bad)('%s', (_, yTrue, yPred, options, message) => {
    expect(() => classificationMetrics(yTrue as Labels, yPred as Labels, options)).toThrow(message);
  });

  test('options that a metric does not know', () => {
    const misspelt = {zeroDivison: 1} as GMeanOptions;
    expect(() => macroF1([0], [0], misspelt)).toThrow(
      /unknown option zeroDivison: this metric knows classes, zeroDivision, labels, sampleWeights$/,
    );
    expect(() => gMean([0], [0], misspelt)).toThrow(
      /knows classes, zeroDivision, labels, sampleWeights, correction$/,
    );
    expect(() => accuracy([0], [0], {labels: [0]} as GMeanOptions)).toThrow(/unknown option labels/);
    expect(() => balancedAccuracy([0], [0], {zeroDivision: 2})).toThrow(/zeroDivision is 2/);
    const classes = {classes: 2} as GMeanOptions;
    expect(() => perClassOf(confusionMatrix([0], [0]), classes)).toThrow(/unknown option classes/);
  });

  test('rows of a confusion matrix', () => {
    expect(() => confusionFromRows([])).toThrow(/rows has 0 rows/);
    expect(() => confusionFromRows([[1, 2], [3]])).toThrow(/rows\[1\] has 1 columns: 2, as many as rows/);
    expect(() =>
      confusionFromRows([
        [1, 2],
        [3, -4],
      ]),
    ).toThrow(/rows\[1\]\[1\] is -4: a count/);
    expect(() => confusionFromRows([[NaN]])).toThrow(/rows\[0\]\[0\] is NaN/);
    expect(() => confusionFromRows([[0]])).toThrow(/no count above 0/);
    expect(() => confusionFromRows([[1]], [0, 1])).toThrow(/labels has 2 entries: 1, one for each row/);
    expect(() =>
      confusionFromRows(
        [
          [1, 0],
          [0, 1],
        ],
        [1, 0],
      ),
    ).toThrow(/labels\[1\] is 0: .* ascending/);
  });
});
