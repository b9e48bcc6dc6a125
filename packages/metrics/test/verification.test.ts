import {describe, expect, test} from 'vitest';
import {
  allPairs,
  auroc,
  bootstrapOverIdentities,
  equalErrorRate,
  foldAccuracy,
  type Pairs,
  pairSimilarities,
  samplePairs,
  tarAtFar,
  type VerificationOptions,
  verificationMetrics,
} from '../src/index.js';
import {casesOf, expectAllClose, expectClose, type Fixed} from './close.js';

interface RatesCase {
  kind: 'rates';
  name: string;
  same: number[];
  scores: number[];
  weights: number[] | null;
  folds: number[];
  auroc: number;
  equalErrorRate: number;
  tarAtFar: {far: number; tar: number; reached: number; interpolated: number}[];
  accuracy: {
    accuracy: number;
    standardDeviation: number;
    standardError: number;
    folds: {fold: number; threshold: Fixed; accuracy: number}[];
  } | null;
}

interface SimilaritiesCase {
  kind: 'similarities';
  name: string;
  embeddings: number[][];
  left: number[];
  right: number[];
  cosine: number[];
  euclidean: number[];
}

const cases = casesOf<RatesCase | SimilaritiesCase>('verification');
const ratesCases = cases.filter((entry) => entry.kind === 'rates');

describe.each(ratesCases)('as scikit-learn and scipy: $name', (entry) => {
  const {same, scores, folds} = entry;
  const options = entry.weights ? {sampleWeights: entry.weights} : {};

  test('error rates', () => {
    const equal = equalErrorRate(same, scores, options);
    expectClose(equal.rate, entry.equalErrorRate, 1e-9);
    const far = entry.tarAtFar.map((point) => point.far);
    for (const [index, point] of tarAtFar(same, scores, far, options).entries()) {
      const expected = entry.tarAtFar[index] as (typeof entry.tarAtFar)[number];
      expectClose(point.tar, expected.tar);
      expectClose(point.reached, expected.reached);
      const isAccepted = (kind: number): number =>
        same.reduce((sum, own, i) => {
          const weight = entry.weights?.[i] ?? 1;
          return own === kind && (scores[i] as number) >= point.threshold ? sum + weight : sum;
        }, 0);
      const all = (kind: number): number =>
        same.reduce((sum, own, i) => sum + (own === kind ? (entry.weights?.[i] ?? 1) : 0), 0);
      expectClose(isAccepted(1) / all(1), expected.tar);
      expectClose(isAccepted(0) / all(0), expected.reached);
    }
    for (const [index, point] of tarAtFar(same, scores, far, {...options, interpolate: true}).entries())
      expectClose(point.tar, entry.tarAtFar[index]?.interpolated as number);
  });

  test('accuracy by folds', () => {
    if (!entry.accuracy) return;
    const found = foldAccuracy(same, scores, {folds});
    expectClose(found.accuracy, entry.accuracy.accuracy);
    expectClose(found.standardDeviation, entry.accuracy.standardDeviation);
    expectClose(found.standardError, entry.accuracy.standardError);
    expect(found.folds.map(({fold}) => fold)).toEqual(entry.accuracy.folds.map(({fold}) => fold));
    expectAllClose(
      found.folds.map(({accuracy}) => accuracy),
      entry.accuracy.folds.map(({accuracy}) => accuracy),
    );
    expectAllClose(
      found.folds.map(({threshold}) => threshold),
      entry.accuracy.folds.map(({threshold}) => threshold),
    );
  });

  test('all in one', () => {
    if (entry.weights) return;
    const pairs: Pairs = {left: new Int32Array(120), right: new Int32Array(120), same: Uint8Array.from(same)};
    const far = entry.tarAtFar.map((point) => point.far);
    const found = verificationMetrics(pairs, scores, {far, folds});
    expectClose(found.auroc, entry.auroc);
    expect(found.accuracy).toEqual(foldAccuracy(same, scores, {folds}));
    expect(found.equalErrorRate).toEqual(equalErrorRate(same, scores));
    expect(found.tarAtFar).toEqual(tarAtFar(same, scores, far));
  });
});

test('similarities as scikit-learn', () => {
  const {embeddings, cosine, euclidean, ...given} = cases.find(
    (entry) => entry.kind === 'similarities',
  ) as SimilaritiesCase;
  const pairs = {left: Int32Array.from(given.left), right: Int32Array.from(given.right)};
  expectAllClose(pairSimilarities(embeddings, pairs), cosine);
  expectAllClose(pairSimilarities(embeddings, pairs, {similarity: 'euclidean'}), euclidean);
  const scaled = embeddings.map((row, i) => row.map((value) => value * (i % 2 ? 1e200 : 1e-200)));
  expectAllClose(pairSimilarities(scaled, pairs), cosine);
});

describe('pairs from labels', () => {
  const labels = [3, 1, 3, 1, 1, 7];

  test('all', () => {
    const {left, right, same} = allPairs(labels);
    expect(left).toHaveLength(15);
    expect(new Set(Array.from(left, (a, i) => `${a}-${right[i]}`)).size).toBe(15);
    left.forEach((a, i) => {
      const b = right[i] as number;
      expect(a).toBeLessThan(b);
      expect(same[i]).toBe(Number(labels[a] === labels[b]));
    });
    expect(same.reduce((sum, kind) => sum + kind, 0)).toBe(4);
  });

  test.each(['pair', 'identity'] as const)(
    'sampled, uniform over each %s: balanced, none twice',
    (uniform) => {
      // All four pairs of one identity that there are.
      const {left, right, same} = samplePairs(labels, {count: 4, seed: 1, uniform});
      expect([...same]).toEqual([1, 0, 1, 0, 1, 0, 1, 0]);
      left.forEach((a, i) => void expect(same[i]).toBe(Number(labels[a] === labels[right[i] as number])));
      expect(new Set(Array.from(left, (a, i) => `${a}-${right[i]}`)).size).toBe(8);
      expect(samplePairs(labels, {count: 4, seed: 1, uniform})).toEqual({left, right, same});
      expect(samplePairs(labels, {count: 4, seed: 2, uniform})).not.toEqual({left, right, same});
    },
  );

  test('how likely an identity is', () => {
    // 0 has 40 items and 780 pairs, 1 has 20 items and 190 pairs.
    const many = Array.from({length: 60}, (_, item) => Number(item >= 40));
    const share = (uniform: 'pair' | 'identity'): number => {
      let [firsts, all] = [0, 0];
      for (let seed = 0; seed < 40; seed++) {
        const {left, same} = samplePairs(many, {count: 50, seed, uniform});
        left.forEach((item, i) => {
          if (same[i] === 0) return;
          firsts += Number(item < 40);
          all++;
        });
      }
      return firsts / all;
    };
    // 2000 draws: four standard errors.
    expect(Math.abs(share('pair') - 780 / 970)).toBeLessThan(0.036);
    expect(Math.abs(share('identity') - 0.5)).toBeLessThan(0.045);
  });
});

describe('folds', () => {
  test('dealt to each kind in turn', () => {
    const same = [1, 1, 1, 1, 0, 0, 0, 0];
    const scores = [0.9, 0.8, 0.2, 0.7, 0.1, 0.3, 0.4, 0.6];
    expect(foldAccuracy(same, scores, {folds: 2})).toEqual(
      foldAccuracy(same, scores, {folds: [0, 1, 0, 1, 0, 1, 0, 1]}),
    );
  });

  test('those of the list are taken', () => {
    const pairs = {...allPairs([0, 0, 1, 1]), folds: Int32Array.of(4, 4, 4, 9, 9, 9)};
    const found = verificationMetrics(pairs, [0.9, 0.1, 0.3, 0.2, 0.4, 0.8]);
    expect(found.accuracy.folds.map(({fold}) => fold)).toEqual([4, 9]);
    expect(found.tarAtFar.map(({far}) => far)).toEqual([0.1, 0.01, 0.001]);
    expect(found.intervals).toBeUndefined();
  });

  test('a threshold lies between two similarities, also where no number does', () => {
    const next = 1 + 2 ** -52;
    const found = foldAccuracy([1, 1, 0, 0], [next, next, 1, 1], {folds: [0, 1, 0, 1]});
    expect(found.accuracy).toBe(1);
    const wide = foldAccuracy([1, 1, 0, 0], [2 ** 1023, 2 ** 1023, -(2 ** 1023), 2 ** 1022], {
      folds: [0, 1, 0, 1],
    });
    expect(wide.folds.map(({threshold}) => threshold)).toEqual([1.5 * 2 ** 1022, 0]);
  });
});

/** Embeddings whose identities lie around centres, as similarities of all pairs. */
function population(
  seed: number,
  identities: number,
  items: number,
): {pairs: Pairs; labels: number[]; scores: Float64Array} {
  let state = seed;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  for (let i = 0; i < 10; i++) draw();
  const labels = Array.from({length: identities * items}, (_, item) => Math.floor(item / items));
  const centres = Array.from({length: identities}, () => Array.from({length: 3}, normal));
  const embeddings = labels.map((label) =>
    (centres[label] as number[]).map((value) => value + 0.8 * normal()),
  );
  const pairs = allPairs(labels);
  return {pairs, labels, scores: pairSimilarities(embeddings, pairs)};
}

describe('bootstrap over identities', () => {
  const {pairs, labels, scores} = population(1, 12, 3);

  test('a pair weighs by how often its identities were drawn', () => {
    let resamples = 0;
    bootstrapOverIdentities(
      pairs,
      labels,
      (weights) => {
        resamples++;
        const times = new Map<number, number>();
        pairs.left.forEach((item, pair) => {
          if (pairs.same[pair] === 1) times.set(labels[item] as number, weights[pair] as number);
        });
        expect([...times.values()].reduce((sum, count) => sum + count, 0)).toBe(12);
        pairs.left.forEach((item, pair) => {
          const other = times.get(labels[pairs.right[pair] as number] as number) as number;
          if (pairs.same[pair] === 0)
            expect(weights[pair]).toBe((times.get(labels[item] as number) as number) * other);
          else expect(weights[pair]).toBe(other);
        });
        return [0];
      },
      {seed: 3, resamples: 20},
    );
    expect(resamples).toBe(20);
  });

  test('intervals of all metrics are those of each alone; seeds repeat', () => {
    const bootstrap = {seed: 5, resamples: 60, confidence: 0.8};
    const options: VerificationOptions = {identities: labels, bootstrap, far: [0.1], folds: 4};
    const {intervals, ...found} = verificationMetrics(pairs, scores, options);
    const alone = bootstrapOverIdentities(
      pairs,
      labels,
      (sampleWeights) => [
        foldAccuracy(pairs.same, scores, {sampleWeights, folds: 4}).accuracy,
        auroc(pairs.same, scores, {sampleWeights}),
        equalErrorRate(pairs.same, scores, {sampleWeights}).rate,
        tarAtFar(pairs.same, scores, [0.1], {sampleWeights})[0]?.tar as number,
      ],
      bootstrap,
    );
    const got = [
      intervals?.accuracy,
      intervals?.auroc,
      intervals?.equalErrorRate,
      ...(intervals?.tarAtFar ?? []),
    ];
    got.forEach((interval, i) => {
      expectClose(interval?.low as number, alone[i]?.low as number);
      expectClose(interval?.high as number, alone[i]?.high as number);
    });
    expect(intervals?.auroc.low).toBeLessThan(found.auroc);
    expect(intervals?.auroc.high).toBeGreaterThan(found.auroc);
    expect(verificationMetrics(pairs, scores, options).intervals).toEqual(intervals);
    const other = verificationMetrics(pairs, scores, {...options, bootstrap: {...bootstrap, seed: 6}});
    expect(other.intervals).not.toEqual(intervals);
  });

  test('intervals hold the value of the whole population about as often as they say', () => {
    // The AUROC of the population, by many identities.
    const big = population(99, 150, 3);
    const truth = auroc(big.pairs.same, big.scores);
    let held = 0;
    const samples = 40;
    for (let seed = 0; seed < samples; seed++) {
      const sample = population(1000 + seed, 15, 3);
      const [interval] = bootstrapOverIdentities(
        sample.pairs,
        sample.labels,
        (sampleWeights) => [auroc(sample.pairs.same, sample.scores, {sampleWeights})],
        {seed, resamples: 100},
      ) as [{low: number; high: number}];
      held += Number(interval.low <= truth && truth <= interval.high);
    }
    // 95 % with the percentiles of 100 resamples of 15 identities: a little less, and random.
    expect(held / samples).toBeGreaterThan(0.8);
  });
});

describe('bad input', () => {
  const same = [1, 0, 1, 0];
  const scores = [0.9, 0.1, 0.8, 0.2];

  test('pairs and similarities', () => {
    expect(() => equalErrorRate([1, 0], scores)).toThrow(/same has 2 examples and similarities has 4/);
    expect(() => equalErrorRate([1, 2, 0, 1], scores)).toThrow(/same\[1\] is 2/);
    expect(() => equalErrorRate(same, [0.1, NaN, 0, 1])).toThrow(/similarities\[1\] is NaN/);
    expect(() => equalErrorRate([1, 1, 1, 1], scores)).toThrow(/same has no 0 .*two are needed/);
    expect(() => tarAtFar([0, 0, 0, 0], scores, [0.1])).toThrow(/same has no 1/);
    expect(() => tarAtFar(same, scores, [0.1], {sampleWeights: [0, 1, 0, 1]})).toThrow(/same has no 1/);
    expect(() => tarAtFar(same, scores, [1.5])).toThrow(/far\[0\] is 1.5: it must lie between 0 and 1/);
    expect(() => equalErrorRate(same, scores, {sampleWeights: [1, -1, 1, 1]})).toThrow(
      /sampleWeights\[1\] is -1/,
    );
    expect(() => equalErrorRate(same, scores, {weights: 1} as object)).toThrow(/unknown option weights/);
  });

  test('folds', () => {
    expect(() => foldAccuracy(same, scores, {folds: 1})).toThrow(/folds is 1: .* from 2 to 4/);
    expect(() => foldAccuracy(same, scores, {folds: 5})).toThrow(/folds is 5/);
    expect(() => foldAccuracy(same, scores, {folds: [0, 1]})).toThrow(/same has 4 examples and folds has 2/);
    expect(() => foldAccuracy(same, scores, {folds: [3, 3, 3, 3]})).toThrow(
      /folds is \[3\]: at least 2 folds/,
    );
    expect(() => foldAccuracy(same, scores, {folds: [0, 1, 0.5, 1]})).toThrow(/folds\[2\] is 0.5/);
  });

  test('embeddings', () => {
    const pairs = {left: Int32Array.of(0), right: Int32Array.of(1)};
    expect(() => pairSimilarities([[1, 0]], pairs)).toThrow(/right\[0\] is 1: embeddings has 1 rows/);
    expect(() =>
      pairSimilarities(
        [
          [1, 0],
          [0, 0],
        ],
        pairs,
      ),
    ).toThrow(/embeddings\[1\] is 0: it has no angle/);
    expect([
      ...pairSimilarities(
        [
          [3, 0],
          [0, 4],
        ],
        pairs,
        {similarity: 'euclidean'},
      ),
    ]).toEqual([-5]);
    expect(() =>
      pairSimilarities(
        [
          [1, NaN],
          [0, 1],
        ],
        pairs,
      ),
    ).toThrow(/embeddings\[0\]\[1\] is NaN/);
    expect(() => pairSimilarities([[1], [1]], {...pairs, left: Int32Array.of(0, 1)})).toThrow(
      /left has 2 pairs/,
    );
    expect(() => pairSimilarities([[1], [1]], pairs, {similarity: 'l2' as 'cosine'})).toThrow(
      /similarity is l2/,
    );
  });

  test('pairs from labels', () => {
    expect(() => allPairs([1])).toThrow(/labels has 1 entry/);
    expect(() => allPairs(new Int32Array(20000))).toThrow(
      /199990000 pairs: allowed are 134217728; see samplePairs/,
    );
    expect(() => samplePairs([0, 0, 1], {count: 2, seed: 1})).toThrow(
      /count is 2: labels has 1 pairs of one identity/,
    );
    expect(() => samplePairs([0, 0, 0], {count: 1, seed: 1})).toThrow(/0 pairs of two identities/);
    expect(() => samplePairs([0, 0, 1], {count: 1, seed: -1})).toThrow(/seed is -1/);
    expect(() => samplePairs([0, 0, 1], {count: 0, seed: 1})).toThrow(/count is 0/);
    expect(() => samplePairs([0, -1], {count: 1, seed: 1})).toThrow(/labels\[1\] is -1/);
  });

  test('bootstrap', () => {
    const pairs = allPairs([0, 0, 1, 1]);
    const run =
      (labels: number[], options: object): (() => unknown) =>
      () =>
        bootstrapOverIdentities(pairs, labels, () => [0], {seed: 1, ...options});
    expect(run([0, 0, 1, 1], {seed: 0.5})).toThrow(/seed is 0.5/);
    expect(run([0, 0, 1, 1], {resamples: 0})).toThrow(/resamples is 0/);
    expect(run([0, 0, 1, 1], {confidence: 1})).toThrow(/confidence is 1: .* both excluded/);
    expect(run([0, 0, 1], {})).toThrow(/right\[2\] is 3: identities has 3 items/);
    expect(run([0, 1, 1, 1], {})).toThrow(/same\[0\] is 1: its items have identities 0 and 1/);
    const one = {left: Int32Array.of(0), right: Int32Array.of(1), same: Uint8Array.of(1)};
    expect(() => bootstrapOverIdentities(one, [0, 0], () => [0], {seed: 1})).toThrow(
      /all pairs are of one identity/,
    );
    const given = {...pairs, folds: Int32Array.of(0, 1, 0, 1, 0, 1)};
    expect(() => verificationMetrics(given, [1, 0, 0, 0, 0, 1], {identities: [0, 0, 1, 1]})).toThrow(
      /identities and bootstrap belong together/,
    );
  });
});
