import {describe, expect, test} from 'vitest';
import {
  accuracy,
  accuracyOf,
  balancedAccuracy,
  balancedAccuracyOf,
  classificationMetrics,
  classificationMetricsOf,
  confusionFromRows,
  confusionMatrix,
  confusionRows,
  f1,
  gMean,
  gMeanOf,
  macroF1,
  macroF1Of,
  macroPrecision,
  macroPrecisionOf,
  macroRecall,
  macroRecallOf,
  perClass,
  perClassOf,
  precision,
  recall,
  support,
} from '../src/index.js';
import {casesOf, expectAllClose, expectClose} from './close.js';

interface Case {
  name: string;
  yTrue: number[];
  yPred: number[] | number[][];
  classes: number | null;
  labels: number[] | null;
  confusion: number[][];
  accuracy: number;
  balancedAccuracy: number;
  averages: {
    zeroDivision: number | 'NaN';
    precision: (number | 'NaN')[];
    recall: (number | 'NaN')[];
    f1: (number | 'NaN')[];
    support: number[];
    macroPrecision: number | 'NaN';
    macroRecall: number | 'NaN';
    macroF1: number | 'NaN';
  }[];
  gMean: {correction: number; value: number}[];
}

const cases = casesOf<Case>('classification');

describe.each(cases)('as scikit-learn and imbalanced-learn: $name', (entry) => {
  const {yTrue, yPred} = entry;
  const known = entry.classes === null ? {} : {classes: entry.classes};
  const chosen = entry.labels === null ? {} : {labels: entry.labels};

  test('confusion matrix, accuracy, balanced accuracy', () => {
    const confusion = confusionMatrix(yTrue, yPred, known);
    expect(confusionRows(confusion)).toEqual(entry.confusion);
    expectClose(accuracy(yTrue, yPred, known), entry.accuracy);
    expectClose(accuracyOf(confusion), entry.accuracy);
    expectClose(balancedAccuracy(yTrue, yPred, known), entry.balancedAccuracy);
    expectClose(balancedAccuracyOf(confusion), entry.balancedAccuracy);
  });

  test.each(entry.averages)('precision, recall, F1 with zeroDivision $zeroDivision', (expected) => {
    const options = {...chosen, zeroDivision: Number(expected.zeroDivision)};
    const all = {...known, ...options};
    expectAllClose(precision(yTrue, yPred, all), expected.precision);
    expectAllClose(recall(yTrue, yPred, all), expected.recall);
    expectAllClose(f1(yTrue, yPred, all), expected.f1);
    expectAllClose(support(yTrue, yPred, all), expected.support);
    expectClose(macroPrecision(yTrue, yPred, all), expected.macroPrecision);
    expectClose(macroRecall(yTrue, yPred, all), expected.macroRecall);
    expectClose(macroF1(yTrue, yPred, all), expected.macroF1);

    const confusion = confusionMatrix(yTrue, yPred, known);
    expectClose(macroPrecisionOf(confusion, options), expected.macroPrecision);
    expectClose(macroRecallOf(confusion, options), expected.macroRecall);
    expectClose(macroF1Of(confusion, options), expected.macroF1);
    const together = classificationMetrics(yTrue, yPred, all);
    expect(together).toEqual(classificationMetricsOf(confusion, options));
    expect(together.perClass).toEqual(perClass(yTrue, yPred, all));
    expect(together.perClass).toEqual(perClassOf(confusion, options));
    expect(together.perClass.map(({label}) => label)).toEqual(entry.labels ?? confusion.labels);
    expectClose(together.macroPrecision, expected.macroPrecision);
    expectClose(together.macroRecall, expected.macroRecall);
    expectClose(together.macroF1, expected.macroF1);
    expectClose(together.accuracy, entry.accuracy);
    expectClose(together.balancedAccuracy, entry.balancedAccuracy);
  });

  test.each(entry.gMean)('G-mean with correction $correction', ({correction, value}) => {
    const options = {...chosen, correction};
    expectClose(gMean(yTrue, yPred, {...known, ...options}), value);
    expectClose(gMeanOf(confusionMatrix(yTrue, yPred, known), options), value);
    expectClose(classificationMetrics(yTrue, yPred, {...known, ...options}).gMean, value);
  });
});

describe('beyond the references', () => {
  test('counts predictions per class', () => {
    expect(perClass([0, 0, 1, 1], [0, 1, 1, 1])).toEqual([
      {label: 0, support: 2, predicted: 1, precision: 1, recall: 0.5, f1: 2 / 3},
      {label: 1, support: 2, predicted: 3, precision: 2 / 3, recall: 1, f1: 0.8},
    ]);
  });

  test('zeroDivision NaN leaves absent classes out of the G-mean, 1 counts them as found', () => {
    const [yTrue, yPred] = [
      [0, 0, 1, 1],
      [0, 1, 1, 2],
    ];
    expect(gMean(yTrue, yPred)).toBe(0);
    expectClose(gMean(yTrue, yPred, {zeroDivision: NaN}), 0.5);
    expectClose(gMean(yTrue, yPred, {zeroDivision: 1}), 0.25 ** (1 / 3));
  });

  test('the G-mean of many small recalls does not underflow', () => {
    const rows = Array.from({length: 400}, (_, t) =>
      Array.from({length: 400}, (_, p) => (p === t ? 1 : p === (t + 1) % 400 ? 99 : 0)),
    );
    expect(gMeanOf(confusionFromRows(rows))).toBeCloseTo(0.01, 12);
  });

  test('a confusion matrix survives JSON', () => {
    const confusion = confusionMatrix([1, 1, 5], [1, 5, 5]);
    expect(confusion.labels).toEqual([1, 5]);
    expect(confusionFromRows(confusionRows(confusion), confusion.labels)).toEqual(confusion);
    expect(confusionFromRows([[2]]).labels).toEqual([0]);
  });

  test('does not mix up many classes', () => {
    const labels = Array.from({length: 3000}, (_, index) => index * 1000);
    expect(accuracy(labels, labels)).toBe(1);
    expect(macroF1(labels, labels.toReversed())).toBe(0);
  });
});
