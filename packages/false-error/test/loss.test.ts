import {crossEntropyFromLogits, oneHotLabels} from '@isomargin/core';
import {grad, mean, type Scalar, type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {testPureFunction} from '../../../tools/testing/pure-function.js';
import {type FalseErrorLossOptions, falseError, falseErrorLoss} from '../src/index.js';
import {errorsOf, type FalseErrorSettings, falseErrorOf} from './oracle.js';

const settings: FalseErrorSettings[] = (['mfe', 'msfe'] as const).flatMap((variant) =>
  (['squared', 'cross-entropy'] as const).map((error) => ({variant, error})),
);

const classes = 4;
const identity = () =>
  tensor2d(
    Array.from({length: classes ** 2}, (_, at) => (at % (classes + 1) === 0 ? 1 : 0)),
    [classes, classes],
  );
/** The losses of given scores: of a kernel that is the identity. */
const ofScores = (scores: Tensor2D, labels: readonly number[], options: FalseErrorLossOptions = {}) =>
  falseErrorLoss(scores, [...labels], identity(), undefined, options);

const batches: {name: string; labels: number[]; scale?: number; classWeights?: number[]}[] = [
  {name: 'imbalanced', labels: [0, 0, 0, 0, 0, 1, 1, 2, 3, 0]},
  {name: 'balanced', labels: [0, 1, 2, 3, 3, 2, 1, 0]},
  {name: 'classes absent', labels: [2, 2, 2, 0, 2]},
  {name: 'one class only', labels: [1, 1, 1]},
  {name: 'one example', labels: [3]},
  {name: 'large scores', labels: [0, 0, 0, 1, 2, 3], scale: 6},
  {name: 'class weights', labels: [0, 0, 0, 0, 1, 1, 2, 3], classWeights: [1, 0, 2.5, 10]},
];

testPureFunction<FalseErrorLossOptions & {useBias?: boolean}>({
  name: 'falseErrorLoss',
  head: falseError,
  loss: (embeddings, labels, {kernel, bias}, {useBias: _, ...options}) =>
    falseErrorLoss(embeddings, labels, kernel as Tensor2D, bias as Tensor1D | undefined, options),
  settings: [{}, {variant: 'mfe', error: 'cross-entropy', useBias: false}],
});

onEachBackend(() => {
  describe.each(settings)('$variant of $error errors', (given) => {
    test.each(batches)('the mean is the false error, and so is its gradient: $name', (batch) => {
      const {labels, scale = 1, classWeights} = batch;
      const values = Float64Array.from(
        Float32Array.from(normals(labels.length * classes, 7), (v) => scale * v),
      );
      const scores = tensor2d(Float32Array.from(values), [labels.length, classes]);
      const loss = (s: Tensor2D) => mean(ofScores(s, labels, {...given, classWeights})) as Scalar;
      const expected = (s: Float64Array) => falseErrorOf(s, labels, classes, given, classWeights);
      expectClose(loss(scores).dataSync(), [expected(values)], 1e-5);
      const gradient = grad((s) => loss(s as Tensor2D))(scores).dataSync();
      expectClose(gradient, finiteDifferences(expected, values, 1e-5), 1e-3);
    });

    test('repeating all examples of a class changes nothing', () => {
      const rows = Array.from({length: 3}, (_, i) => Array.from(normals(classes, i + 1)));
      const of = (order: number[]) =>
        mean(ofScores(tensor2d(order.map((i) => rows[i]!)), order, given)).dataSync();
      expectClose(of([0, 0, 0, 0, 1, 2, 2]), of([0, 1, 2]), 1e-5);
    });
  });

  test('is msfe of squared errors by default', () => {
    const rows = [
      [Math.log(3), 0, 0, 0], // probabilities 1/2, 1/6, 1/6, 1/6
      [Math.log(3), 0, 0, 0],
      [0, 0, 0, 0],
    ];
    // Their errors: ½(1/4 + 3/36) = 1/6 in class 0; ½(1/4 + 25/36 + 2/36) = 1/2 and ½(9/16 + 3/16) = 3/8 in class 1.
    const squares = (1 / 6) ** 2 + ((1 / 2 + 3 / 8) / 2) ** 2;
    expectClose(mean(ofScores(tensor2d(rows), [0, 1, 1])).dataSync(), [squares], 1e-5);
  });

  test('a balanced batch: mfe is the number of classes times the mean error', () => {
    const labels = [0, 1, 2, 3, 0, 1, 2, 3];
    const scores = tensor2d(Float32Array.from(normals(32, 4)), [8, classes]);
    const given = {variant: 'mfe', error: 'cross-entropy'} as const;
    const plain = crossEntropyFromLogits(scores, oneHotLabels(labels, classes));
    expectClose(
      ofScores(scores, labels, given).dataSync(),
      Array.from(plain.dataSync(), (v) => classes * v),
      1e-5,
    );
  });

  test('with msfe the class that is wrong most often has the larger part of the loss', () => {
    const labels = [0, 0, 0, 0, 1];
    const rows = labels.map((y) => (y === 0 ? [2, 0, 0, 0] : [1, 0, 0, 0]));
    const scores = Float64Array.from(rows.flat());
    const {means} = errorsOf(scores, labels, classes, 'squared');
    const rare = (variant: 'mfe' | 'msfe'): number => {
      const losses = Array.from(ofScores(tensor2d(rows), labels, {variant}).dataSync());
      return losses[4]! / losses.reduce((a, b) => a + b, 0);
    };
    expect(rare('mfe')).toBeCloseTo(means[1]! / (means[0]! + means[1]!), 5);
    expect(rare('msfe')).toBeGreaterThan(rare('mfe'));
  });

  test('bad options', () => {
    const scores = tensor2d([[0, 0, 0, 0]]);
    expect(() => ofScores(scores, [0], {variant: 'MFE' as 'mfe'})).toThrow(
      "falseErrorLoss: variant must be one of 'mfe', 'msfe', but got 'MFE'.",
    );
    expect(() => ofScores(scores, [0], {error: 'absolute' as 'squared'})).toThrow(
      "falseErrorLoss: error must be one of 'squared', 'cross-entropy', but got 'absolute'.",
    );
  });
});
