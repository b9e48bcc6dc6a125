import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
  type Accumulator,
  auroc,
  averagePrecision,
  brierAccumulator,
  brierScore,
  calibrationAccumulator,
  confusionAccumulator,
  confusionMatrix,
  type KeptScores,
  logLoss,
  logLossAccumulator,
  macroF1,
  macroF1Of,
  type Numbers,
  reliabilityDiagram,
  scoreAccumulator,
  topKAccumulator,
  topKAccuracy,
} from '../src/index.js';
import {ExactSum} from '../src/sums/exact-sum.js';
import {expectClose} from './close.js';

interface Example {
  label: number;
  row: number[];
  weight: number;
}

const classes = 3;

/** Examples whose weights and probabilities no sum of doubles holds exactly. */
const example: fc.Arbitrary<Example> = fc
  .tuple(
    fc.nat(classes - 1),
    fc.array(fc.double({min: 0.001, max: 1, noNaN: true}), {minLength: classes, maxLength: classes}),
    fc.oneof(fc.constant(0), fc.double({min: 1e-6, max: 1e6, noNaN: true})),
  )
  .map(([label, scores, weight]) => {
    const sum = scores.reduce((total, score) => total + score, 0);
    return {label, row: scores.map((score) => score / sum), weight};
  });

/** Examples and, for each, the worker and the batch that gets it. */
const split = fc.array(fc.tuple(example, fc.nat(2), fc.nat(2)), {minLength: 2, maxLength: 25});

interface Subject {
  make: () => Accumulator<number[][], unknown, unknown>;
  whole: (yTrue: number[], rows: number[][], sampleWeights?: Numbers) => unknown;
}

const subjects: Record<string, Subject> = {
  logLoss: {
    make: () => logLossAccumulator(),
    whole: (yTrue, rows, sampleWeights) => logLoss(yTrue, rows, {sampleWeights}),
  },
  brierScore: {
    make: () => brierAccumulator(),
    whole: (yTrue, rows, sampleWeights) => brierScore(yTrue, rows, {sampleWeights}),
  },
  topKAccuracy: {
    make: () => topKAccumulator({k: 2}),
    whole: (yTrue, rows, sampleWeights) => topKAccuracy(yTrue, rows, {k: 2, sampleWeights}),
  },
  reliabilityDiagram: {
    make: () => calibrationAccumulator({bins: 4}),
    whole: (yTrue, rows, sampleWeights) => reliabilityDiagram(yTrue, rows, {bins: 4, sampleWeights}),
  },
};

const confusions = (): Accumulator<number[][], unknown, unknown> => confusionAccumulator({classes});

function update(
  accumulator: Accumulator<number[][], unknown, unknown>,
  examples: Example[],
  isWeighted: boolean,
) {
  if (examples.length === 0) return;
  const sampleWeights = isWeighted ? examples.map(({weight}) => weight) : undefined;
  accumulator.update(
    examples.map(({label}) => label),
    examples.map(({row}) => row),
    sampleWeights && {sampleWeights},
  );
}

/** In batches, over three workers, merged from copies of their states, the last one first. */
function inParts(
  make: Subject['make'],
  examples: [Example, number, number][],
  isWeighted: boolean,
): Accumulator<number[][], unknown, unknown> {
  const workers = [0, 1, 2].map((worker) => {
    const accumulator = make();
    for (const batch of [2, 0, 1])
      update(
        accumulator,
        examples.filter(([, w, b]) => w === worker && b === batch).map(([given]) => given),
        isWeighted,
      );
    return accumulator;
  });
  const all = make();
  for (const {state} of workers.reverse()) all.merge({state: structuredClone(state)});
  return all;
}

function atOnce(make: Subject['make'], examples: Example[], isWeighted: boolean) {
  const accumulator = make();
  update(accumulator, examples, isWeighted);
  return accumulator;
}

describe.each([false, true])('the same to the last bit, however split; weighted: %s', (isWeighted) => {
  const run = (check: (examples: [Example, number, number][], plain: Example[]) => void): void => {
    fc.assert(
      fc.property(split, (examples) => {
        const plain = examples.map(([given]) => given);
        fc.pre(!isWeighted || plain.some(({weight}) => weight > 0));
        check(examples, plain);
      }),
      {numRuns: 60},
    );
  };

  test.each(Object.entries(subjects))('%s, and as the function', (_, {make, whole}) => {
    run((examples, plain) => {
      const expected = whole(
        plain.map(({label}) => label),
        plain.map(({row}) => row),
        isWeighted ? plain.map(({weight}) => weight) : undefined,
      );
      expect(inParts(make, examples, isWeighted).result()).toEqual(expected);
      expect(atOnce(make, plain, isWeighted).result()).toEqual(expected);
    });
  });

  test('confusion matrix', () => {
    run((examples, plain) => {
      const expected = atOnce(confusions, plain, isWeighted).result();
      expect(inParts(confusions, examples, isWeighted).result()).toEqual(expected);
    });
  });
});

test('the confusion matrix is that of the function, and states go through JSON', () => {
  const yTrue = [0, 1, 2, 2, 1];
  const yPred = [0, 2, 2, 1, 1];
  const first = confusionAccumulator({classes: 4});
  first.update(yTrue.slice(0, 2), yPred.slice(0, 2));
  const second = confusionAccumulator({classes: 4});
  second.update(yTrue.slice(2), yPred.slice(2));
  second.merge(JSON.parse(JSON.stringify({state: first.state})));
  expect(second.result()).toEqual(confusionMatrix(yTrue, yPred, {classes: 4}));
  expect(macroF1Of(second.result())).toBe(macroF1(yTrue, yPred, {classes: 4}));
});

test('kept scores: AUROC and average precision of all, however split', () => {
  const of = ({yTrue, scores, sampleWeights}: KeptScores): number[] => [
    auroc(yTrue, scores, {sampleWeights, zeroDivision: NaN}),
    averagePrecision(yTrue, scores, {sampleWeights}),
  ];
  fc.assert(
    fc.property(split, (examples) => {
      fc.pre(examples.some(([{weight}]) => weight > 0));
      const make = () => scoreAccumulator();
      const together = atOnce(
        make,
        examples.map(([given]) => given),
        false,
      ).result() as KeptScores;
      expect(of(inParts(make, examples, false).result() as KeptScores)).toEqual(of(together));
      const weighted = of(
        atOnce(
          make,
          examples.map(([given]) => given),
          true,
        ).result() as KeptScores,
      );
      const parts = of(inParts(make, examples, true).result() as KeptScores);
      weighted.forEach((value, i) => void expectClose(parts[i] as number, value, 1e-9));
    }),
    {numRuns: 40},
  );
});

test('kept scores: one score an example, float32 where all are, weights of some', () => {
  const accumulator = scoreAccumulator({positive: 4});
  const scores = Float32Array.of(0.5, 0.25);
  accumulator.update([4, 7], scores);
  scores.fill(9);
  accumulator.update([7, 4], Float32Array.of(0.75, 0.125), {sampleWeights: [2, 3]});
  expect(accumulator.result()).toEqual({
    yTrue: Int32Array.of(1, 0, 0, 1),
    scores: Float32Array.of(0.5, 0.25, 0.75, 0.125),
    sampleWeights: Float64Array.of(1, 1, 2, 3),
  });
  accumulator.update([4], [0.1]);
  expect(accumulator.result().scores).toBeInstanceOf(Float64Array);
});

test('a sum is the double next to it, whatever the order', () => {
  const numbers = fc.array(fc.double({min: -1e300, max: 1e300, noNaN: true}), {maxLength: 30});
  const unit = 2n ** 1074n;
  const exact = (value: number): bigint => {
    const bits = new DataView(new ArrayBuffer(8));
    bits.setFloat64(0, value);
    const word = bits.getBigUint64(0);
    const exponent = (word >> 52n) & 0x7ffn;
    const fraction = (word & (2n ** 52n - 1n)) | (exponent > 0n ? 2n ** 52n : 0n);
    return (word >> 63n ? -1n : 1n) * (fraction << (exponent > 0n ? exponent - 1n : 0n));
  };
  expect(exact(1)).toBe(unit);
  fc.assert(
    fc.property(numbers, (values) => {
      const sum = new ExactSum();
      for (const value of values) sum.add(value);
      const turned = new ExactSum();
      turned.merge(values.slice().reverse());
      expect(turned.value).toBe(sum.value);
      const distance = (value: number): bigint => {
        const difference = values.reduce((total, v) => total + exact(v), 0n) - exact(value);
        return difference < 0n ? -difference : difference;
      };
      const step = Math.max(Math.abs(sum.value) * 2 ** -53, Number.MIN_VALUE);
      expect(distance(sum.value) <= distance(sum.value + step)).toBe(true);
      expect(distance(sum.value) <= distance(sum.value - step)).toBe(true);
    }),
  );
  const half = new ExactSum();
  half.merge([1, 2 ** -53, 2 ** -106]);
  expect(half.value).toBe(1 + 2 ** -52);
});

describe('bad input', () => {
  test('nothing added, or nothing that counts', () => {
    for (const make of [
      () => confusionAccumulator({classes}),
      () => logLossAccumulator(),
      () => calibrationAccumulator(),
    ])
      expect(() => make().result()).toThrow(/no example .* was added/);
    expect(() => scoreAccumulator().result()).toThrow(/no example .* was added/);
    const losses = logLossAccumulator();
    losses.update([1], [0.5], {sampleWeights: [0]});
    expect(() => losses.result()).toThrow(/no example \(of a weight above 0\) was added/);
    losses.update([1], [0.5], {sampleWeights: [2]});
    expectClose(losses.result(), Math.LN2);
  });

  test('updates that are refused leave no trace', () => {
    const losses = logLossAccumulator();
    losses.update([1], [0.5]);
    expect(() => losses.update([0, 1], [0.25, 3])).toThrow(/probabilities\[1\] is 3/);
    expect(() => losses.update([0], [[0.25, 0.75]])).toThrow(/this update has 2 columns, those before had 1/);
    expectClose(losses.result(), Math.LN2);
    const kept = scoreAccumulator();
    kept.update([1], [0.5]);
    expect(() => kept.update([0], [[0.5, 0.5]])).toThrow(/columns 2, this accumulator 1/);
  });

  test('options and states', () => {
    expect(() => confusionAccumulator({} as {classes: number})).toThrow(/classes is undefined/);
    expect(() => confusionAccumulator({classes: 2}).merge(confusionAccumulator({classes: 3}))).toThrow(
      /the state to merge has classes 3, this accumulator 2/,
    );
    expect(() => calibrationAccumulator({bins: 2}).merge(calibrationAccumulator({bins: 3}))).toThrow(
      /bins 3/,
    );
    expect(() => calibrationAccumulator({binning: 'quantile'} as object)).toThrow(/unknown option binning/);
    expect(() => logLossAccumulator({sampleWeights: [1]} as object)).toThrow(/unknown option sampleWeights/);
    expect(() => confusionAccumulator({classes: 2}).update([0, 2], [0, 1])).toThrow(/yTrue\[1\] is 2/);
    expect(() => logLossAccumulator().update([0], [0.5], {weights: [1]} as object)).toThrow(
      /unknown option weights/,
    );
    const one = logLossAccumulator();
    one.update([1], [0.5]);
    const rows = logLossAccumulator();
    rows.update([1], [[0.5, 0.5]]);
    expect(() => one.merge(rows)).toThrow(/columns 2, this accumulator 1/);
  });
});
