import {describe, expect, test} from 'vitest';
import {
  accuracy,
  balancedAccuracy,
  type CohenKappaOptions,
  classificationMetrics,
  classificationReport,
  classificationReportOf,
  cohenKappa,
  cohenKappaOf,
  confusionMatrix,
  confusionRows,
  type FBetaOptions,
  fBeta,
  fBetaOf,
  gMean,
  type IndexBalancedAccuracyOptions,
  indexBalancedAccuracy,
  indexBalancedAccuracyOf,
  macroF1,
  macroFBeta,
  macroFBetaOf,
  macroIndexBalancedAccuracy,
  macroIndexBalancedAccuracyOf,
  matthewsCorrelation,
  matthewsCorrelationOf,
  microF1,
  microF1Of,
  microFBeta,
  microFBetaOf,
  microPrecision,
  microPrecisionOf,
  microRecall,
  microRecallOf,
  reportMarkdown,
  reportText,
  shotAccuracy,
  specificity,
  specificityOf,
  topKAccuracy,
  weightedF1,
  weightedF1Of,
  weightedFBeta,
  weightedFBetaOf,
  weightedPrecision,
  weightedPrecisionOf,
  weightedRecall,
  weightedRecallOf,
} from '../src/index.js';
import {casesOf, expectAllClose, expectClose, type Fixed} from './close.js';

type Averages = Record<'precision' | 'recall' | 'f1', Fixed>;

interface Case {
  name: string;
  yTrue: number[];
  yPred: number[];
  classes: number | null;
  labels: number[] | null;
  weights: number[] | null;
  confusion: number[][];
  accuracy: number;
  balancedAccuracy: number;
  averages: {
    zeroDivision: Fixed;
    macro: Averages;
    micro: Averages;
    weighted: Averages;
    fBeta: {beta: number; perClass: Fixed[]; macro: Fixed; micro: Fixed; weighted: Fixed}[];
  }[];
  gMean: number;
  specificity: number[];
  iba: {alpha: number; value: number[]}[];
  matthews: number;
  kappa: Record<'none' | 'linear' | 'quadratic', Fixed>;
  report: Record<string, Record<'precision' | 'recall' | 'f1-score' | 'support', number>>;
}

interface TopKCase {
  name: string;
  yTrue: number[];
  scores: number[][];
  weights: number[] | null;
  topK: number[];
}

const cases = casesOf<Case | TopKCase>('averages');

describe.each(cases.filter((entry): entry is Case => 'yPred' in entry))(
  'as scikit-learn and imbalanced-learn: $name',
  (entry) => {
    const {yTrue, yPred} = entry;
    const known = {classes: entry.classes ?? undefined, sampleWeights: entry.weights ?? undefined};
    const labels = entry.labels ?? undefined;
    const confusion = confusionMatrix(yTrue, yPred, known);

    test('confusion matrix, accuracy, balanced accuracy, G-mean', () => {
      for (const [t, row] of confusionRows(confusion).entries())
        expectAllClose(row, entry.confusion[t] as number[]);
      expectClose(accuracy(yTrue, yPred, known), entry.accuracy);
      expectClose(balancedAccuracy(yTrue, yPred, known), entry.balancedAccuracy);
      expectClose(gMean(yTrue, yPred, {...known, labels, correction: 0.001}), entry.gMean);
    });

    test.each(entry.averages)('averages with zeroDivision $zeroDivision', (expected) => {
      const options = {labels, zeroDivision: Number(expected.zeroDivision)};
      const all = {...known, ...options};
      const {macro, micro, weighted} = expected;
      expectClose(macroF1(yTrue, yPred, all), macro.f1);
      expectClose(microPrecision(yTrue, yPred, all), micro.precision);
      expectClose(microRecall(yTrue, yPred, all), micro.recall);
      expectClose(microF1(yTrue, yPred, all), micro.f1);
      expectClose(weightedPrecision(yTrue, yPred, all), weighted.precision);
      expectClose(weightedRecall(yTrue, yPred, all), weighted.recall);
      expectClose(weightedF1(yTrue, yPred, all), weighted.f1);
      expectClose(microPrecisionOf(confusion, options), micro.precision);
      expectClose(microRecallOf(confusion, options), micro.recall);
      expectClose(microF1Of(confusion, options), micro.f1);
      expectClose(weightedPrecisionOf(confusion, options), weighted.precision);
      expectClose(weightedRecallOf(confusion, options), weighted.recall);
      expectClose(weightedF1Of(confusion, options), weighted.f1);
      const together = classificationMetrics(yTrue, yPred, all);
      expectClose(together.microPrecision, micro.precision);
      expectClose(together.microRecall, micro.recall);
      expectClose(together.microF1, micro.f1);
      expectClose(together.weightedPrecision, weighted.precision);
      expectClose(together.weightedRecall, weighted.recall);
      expectClose(together.weightedF1, weighted.f1);
      for (const {beta, perClass, ...values} of expected.fBeta) {
        const withBeta = {...all, beta};
        expectAllClose(fBeta(yTrue, yPred, withBeta), perClass);
        expectAllClose(fBetaOf(confusion, {...options, beta}), perClass);
        expectClose(macroFBeta(yTrue, yPred, withBeta), values.macro);
        expectClose(microFBeta(yTrue, yPred, withBeta), values.micro);
        expectClose(weightedFBeta(yTrue, yPred, withBeta), values.weighted);
        expectClose(macroFBetaOf(confusion, {...options, beta}), values.macro);
        expectClose(microFBetaOf(confusion, {...options, beta}), values.micro);
        expectClose(weightedFBetaOf(confusion, {...options, beta}), values.weighted);
      }
    });

    test('specificity and index balanced accuracy', () => {
      expectAllClose(specificity(yTrue, yPred, {...known, labels}), entry.specificity);
      expectAllClose(specificityOf(confusion, {labels}), entry.specificity);
      for (const {alpha, value} of entry.iba) {
        expectAllClose(indexBalancedAccuracy(yTrue, yPred, {...known, labels, alpha}), value);
        expectAllClose(indexBalancedAccuracyOf(confusion, {labels, alpha}), value);
        const mean = value.reduce((sum, one) => sum + one, 0) / value.length;
        expectClose(macroIndexBalancedAccuracy(yTrue, yPred, {...known, labels, alpha}), mean);
        expectClose(macroIndexBalancedAccuracyOf(confusion, {labels, alpha}), mean);
      }
      expect(indexBalancedAccuracyOf(confusion)).toEqual(indexBalancedAccuracyOf(confusion, {alpha: 0.1}));
    });

    test('Matthews correlation and Cohen’s κ', () => {
      expectClose(matthewsCorrelation(yTrue, yPred, known), entry.matthews);
      expectClose(matthewsCorrelationOf(confusion), entry.matthews);
      for (const weighting of ['none', 'linear', 'quadratic'] as const) {
        const options = {weighting, zeroDivision: NaN};
        expectClose(cohenKappa(yTrue, yPred, {...known, ...options}), entry.kappa[weighting]);
        expectClose(cohenKappaOf(confusion, options), entry.kappa[weighting]);
      }
      expect(cohenKappaOf(confusion)).toEqual(cohenKappaOf(confusion, {weighting: 'none', zeroDivision: 0}));
      const {matthewsCorrelation: matthews, cohenKappa: kappa} = classificationMetrics(yTrue, yPred, known);
      expect([matthews, kappa]).toEqual([matthewsCorrelationOf(confusion), cohenKappaOf(confusion)]);
    });

    test('report', () => {
      const report = classificationReport(yTrue, yPred, {...known, labels});
      expect(report).toEqual(classificationReportOf(confusion, {labels}));
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      const rows: Record<string, Record<'precision' | 'recall' | 'f1' | 'support', number>> = {
        ...Object.fromEntries(report.perClass.map((row) => [row.name, row])),
        'macro avg': {...report.macro, support: report.support},
        'weighted avg': {...report.weighted, support: report.support},
        'micro avg': {...report.micro, support: report.support},
      };
      for (const [name, expected] of Object.entries(entry.report)) {
        if (name === 'accuracy') expectClose(report.accuracy, expected as unknown as number);
        else {
          const row = rows[name]!;
          expectClose(row.precision, expected.precision);
          expectClose(row.recall, expected.recall);
          expectClose(row.f1, expected['f1-score']);
          expectClose(row.support, expected.support);
        }
      }
      expect(report.labels).toEqual(confusion.labels);
      expect(report.confusion).toEqual(confusionRows(confusion));
      expect(report.gMean).toBe(gMean(yTrue, yPred, {...known, labels}));
      expect(report.balancedAccuracy).toBe(balancedAccuracy(yTrue, yPred, known));
    });
  },
);

describe.each(cases.filter((entry): entry is TopKCase => 'topK' in entry))('top-k: $name', (entry) => {
  test.each(entry.topK.map((value, index) => ({k: index + 1, value})))('k = $k', ({k, value}) => {
    const sampleWeights = entry.weights ?? undefined;
    const {yTrue, scores} = entry;
    expectClose(topKAccuracy(yTrue, scores, {k, ties: 'highest', sampleWeights}), value);
    // Mirrored classes turn one rule for ties into the other.
    const last = (scores[0] as number[]).length - 1;
    const mirrored = {
      data: scores.flatMap((row) => row.toReversed()),
      shape: [scores.length, last + 1] as const,
    };
    const labels = yTrue.map((label) => last - label);
    expectClose(topKAccuracy(labels, mirrored, {k, sampleWeights}), value);
  });
});

describe('top-k beyond the reference', () => {
  test('k = 1 is the accuracy, k = classes is 1, default 5', () => {
    const scores = Array.from({length: 12}, (_, row) =>
      Array.from({length: 7}, (_, column) => (row * column * 13) % 5),
    );
    const yTrue = scores.map((_, row) => row % 7);
    expect(topKAccuracy(yTrue, scores, {k: 1})).toBe(accuracy(yTrue, scores));
    expect(topKAccuracy(yTrue, scores, {k: 7})).toBe(1);
    expect(topKAccuracy(yTrue, scores)).toBe(topKAccuracy(yTrue, scores, {k: 5}));
    expect(topKAccuracy(yTrue, scores)).toBeLessThan(1);
    expect(
      topKAccuracy(
        [0, 1],
        [
          [1, 0, 2],
          [0, 0, 1],
        ],
      ),
    ).toBe(1);
  });

  test.each([
    [[0, 1], [[1, 0]], {}, /yTrue has 2 examples and scores has 1/],
    [[2], [[1, 0]], {}, /yTrue\[0\] is 2: .* 0 to 1/],
    [[0], [[1, NaN]], {}, /scores\[0\]\[1\] is NaN: a finite number/],
    [[0], [[1, Number.POSITIVE_INFINITY]], {}, /scores\[0\]\[1\] is Infinity/],
    [[0], [[1, 2]], {k: 3}, /k is 3: it must be a whole number from 1 to 2/],
    [[0], [[1, 2]], {k: 0}, /k is 0/],
    [[0], [[1, 2]], {ties: 'random' as 'lowest'}, /ties is random: allowed are lowest, highest/],
    [[0], [[1, 2]], {sampleWeights: [-1]}, /sampleWeights\[0\] is -1/],
    [[0], [1, 2] as unknown as number[][], {}, /scores\[0\] is 1: rows \[n, d\] are needed/],
    [[0], {data: [1, 2, 3], shape: [1, 2] as const}, {}, /scores has shape \[1, 2\] and 3 entries/],
  ])('bad input %#', (yTrue, scores, options, message) => {
    expect(() => topKAccuracy(yTrue, scores, options)).toThrow(message);
  });
});

describe('shot accuracy', () => {
  const yTrue = [0, 0, 0, 0, 1, 1, 2, 3, 3, 4];
  const yPred = [0, 0, 0, 1, 1, 0, 2, 3, 0, 0];
  const trainCounts = [101, 100, 20, 19, 0, 500];

  test('groups by the training counts, bounds included in medium', () => {
    expect(shotAccuracy(yTrue, yPred, {trainCounts})).toEqual({
      many: {accuracy: 0.75, labels: [0, 5], support: 4},
      medium: {accuracy: 0.75, labels: [1, 2], support: 3},
      few: {accuracy: 0.25, labels: [3, 4], support: 3},
    });
    const {medium, few} = shotAccuracy(yTrue, yPred, {trainCounts, average: 'examples'});
    expectClose(medium.accuracy as number, 2 / 3);
    expectClose(few.accuracy as number, 1 / 3);
  });

  test('other thresholds, empty groups, weights', () => {
    const result = shotAccuracy([0, 0, 1], [0, 1, 1], {trainCounts: [5, 50, 9], many: 8, few: 8});
    expect(result.few).toEqual({accuracy: 0.5, labels: [0], support: 2});
    expect(result.medium).toEqual({accuracy: null, labels: [], support: 0});
    expect(result.many).toEqual({accuracy: 1, labels: [1, 2], support: 1});
    const weighted = shotAccuracy([0, 0, 1], [0, 1, 1], {trainCounts: [5, 50], sampleWeights: [3, 1, 1]});
    expect(weighted.few).toEqual({accuracy: 0.75, labels: [0], support: 4});
  });

  test('bad input', () => {
    expect(() => shotAccuracy([0, 2], [0, 1], {trainCounts: [5, 6]})).toThrow(/yTrue\[1\] is 2: .* 0 to 1/);
    expect(() => shotAccuracy([0], [0], {trainCounts: [-5]})).toThrow(/trainCounts\[0\] is -5/);
    expect(() => shotAccuracy([0], [0], {trainCounts: [5], many: 3, few: 4})).toThrow(
      /many is 3: .* few, .* 4/,
    );
    expect(() => shotAccuracy([0], [0], {trainCounts: []})).toThrow(/trainCounts is empty/);
  });
});

describe('printed reports', () => {
  const report = classificationReport([0, 0, 0, 1, 2, 2], [0, 0, 1, 1, 2, 0], {
    names: ['cat', 'a | b', '犬 x'],
  });

  test('text is aligned', () => {
    expect(reportText(report, {digits: 2})).toBe(
      [
        'class     precision  recall    f1  support',
        'cat            0.67    0.67  0.67        3',
        'a | b          0.50    1.00  0.67        1',
        '犬 x            1.00    0.50  0.67        2',
        '',
        'macro          0.72    0.72  0.67        6',
        'micro          0.67    0.67  0.67        6',
        'weighted       0.75    0.67  0.67        6',
        '',
        'accuracy              0.67',
        'balanced accuracy     0.72',
        'G-mean                0.69',
        'Matthews correlation  0.50',
        "Cohen's kappa         0.48",
        '',
      ].join('\n'),
    );
    expect(reportText(report)).toContain('0.667');
  });

  test('Markdown keeps its columns', () => {
    const lines = reportMarkdown(report, {digits: 1}).split('\n');
    expect(lines[0]).toBe('| class | precision | recall | f1 | support |');
    expect(lines[3]).toBe('| a \\| b | 0.5 | 1.0 | 0.7 | 1 |');
    expect(lines[5]).toBe('| **macro** | 0.7 | 0.7 | 0.7 | 6 |');
    expect(lines.filter((line) => line.startsWith('|'))).toHaveLength(15);
  });

  test('bad input', () => {
    expect(() => reportText(report, {digits: 1.5})).toThrow(/digits is 1\.5: .* from 0 to 15/);
    expect(() => classificationReport([0, 1], [0, 1], {names: ['a']})).toThrow(
      /names has 1 entries: label 1/,
    );
  });
});

describe('bad options', () => {
  test('beta, alpha, weighting, weights', () => {
    expect(() => fBeta([0], [0], {} as FBetaOptions)).toThrow(
      /beta is undefined: .* finite number of at least 0/,
    );
    expect(() => macroFBeta([0], [0], {beta: -1})).toThrow(/beta is -1/);
    expect(() => indexBalancedAccuracy([0], [0], {alpha: 2})).toThrow(
      /alpha is 2: it must lie between 0 and 1/,
    );
    expect(() => cohenKappa([0], [0], {weighting: 'cubic'} as unknown as CohenKappaOptions)).toThrow(
      /weighting is cubic: allowed are none, linear, quadratic/,
    );
    expect(() => macroF1([0], [0], {beta: 2} as unknown as IndexBalancedAccuracyOptions)).toThrow(
      /unknown option beta/,
    );
    const weigh = (sampleWeights: number[]) => () => accuracy([0, 1], [0, 1], {sampleWeights});
    expect(weigh([1])).toThrow(/yTrue has 2 examples and sampleWeights has 1/);
    expect(weigh([1, -2])).toThrow(/sampleWeights\[1\] is -2: a weight is at least 0/);
    expect(weigh([1, NaN])).toThrow(/sampleWeights\[1\] is NaN: a finite number/);
    expect(weigh([0, 0])).toThrow(/sampleWeights are all 0/);
  });

  test('0/0 of Matthews correlation and κ', () => {
    expect(matthewsCorrelation([1, 1], [1, 1])).toBe(0);
    expect(matthewsCorrelation([1, 1], [1, 1], {zeroDivision: 1})).toBe(1);
    expect(matthewsCorrelation([1, 1], [1, 1], {zeroDivision: NaN})).toBeNaN();
    expect(cohenKappa([1, 1], [1, 1])).toBe(0);
    expect(cohenKappa([1, 1], [1, 1], {zeroDivision: 1})).toBe(1);
  });
});
