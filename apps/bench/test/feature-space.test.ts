import '@tensorflow/tfjs-backend-cpu';
import type {GivenOptions, OptionSet} from '@isomargin/core';
import {silhouette} from '@isomargin/metrics';
import {memory, sum, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {featureSpace} from '../src/evaluation/feature-space.js';
import {builtInLosses} from '../src/losses/built-in.js';

/** Three classes around the corners of a triangle whose centre is far from 0. */
const corners = [0, 1, 2].map((label) => {
  const angle = (2 * Math.PI * label) / 3;
  return [10 + Math.cos(angle), 5 + Math.sin(angle)] as const;
});
const offsets = [
  [0.1, 0],
  [-0.1, 0],
  [0, 0.1],
  [0, -0.1],
] as const;
const embeddings = {
  data: Float64Array.from(corners.flatMap(([x, y]) => offsets.flatMap(([dx, dy]) => [x + dx, y + dy]))),
  shape: [12, 2] as [number, number],
};
const labels = Int32Array.from({length: 12}, (_, i) => Math.floor(i / 4));

function vectors(...rows: (readonly [number, number])[]): {data: Float64Array; shape: [number, number]} {
  return {data: Float64Array.from(rows.flat()), shape: [rows.length, 2]};
}

describe('featureSpace', () => {
  const trainCounts = [100, 10, 1];

  test('equidistant classes are even, wherever their centre is', () => {
    const {perClass, measures} = featureSpace({
      seed: 1,
      embeddings,
      labels,
      predictions: labels,
      trainCounts,
      vectors: vectors(...corners),
    });
    for (const {meanAngle, vectorAngle, vectorLength} of perClass) {
      expect(meanAngle).toBeCloseTo((2 * Math.PI) / 3, 10);
      expect(vectorAngle).toBeCloseTo((2 * Math.PI) / 3, 10);
      expect(vectorLength).toBeCloseTo(1, 10);
    }
    expect(measures.meansVariation).toBeCloseTo(0, 10);
    expect(measures.vectorsVariation).toBeCloseTo(0, 10);
    expect(measures.nc3).toBeCloseTo(0, 10);
    expect(measures.nc4).toBe(0);
    expect(measures.spreadToDistance).toBeCloseTo(0.1 / Math.sqrt(3), 10);
  });

  test('the silhouette is that of all examples, or of some that the seed draws; none where no class has two', () => {
    const silhouetteOf = (count: number, seed: number): number | null | undefined => {
      const of = Int32Array.from({length: count}, (_, i) => i % 3);
      const data = Float64Array.from({length: count * 2}, (_, i) => {
        const [x, y] = corners[of[i >> 1]!]!;
        return (i % 2 === 0 ? x : y) + Math.sin(i * i);
      });
      const rows = {data, shape: [count, 2] as [number, number]};
      const own = {embeddings: rows, labels: of, predictions: of, trainCounts, vectors: undefined, seed};
      const {measures} = featureSpace(own);
      if (count === 300) expect(measures.silhouette).toBe(silhouette(rows, of).macro);
      return measures.silhouette;
    };
    expect(silhouetteOf(300, 1)).toBe(silhouetteOf(300, 2));
    const drawn = silhouetteOf(1500, 1)!;
    expect(drawn).toBe(silhouetteOf(1500, 1));
    expect(drawn).not.toBe(silhouetteOf(1500, 2));
    expect(Math.abs(drawn - silhouetteOf(1500, 2)!)).toBeLessThan(0.05);
    expect(silhouetteOf(3, 1)).toBeNull();
  });

  test('vectors that shrink with the frequency of their class are seen', () => {
    const {perClass, measures} = featureSpace({
      seed: 1,
      embeddings,
      labels,
      predictions: labels,
      trainCounts,
      vectors: vectors([6, 0], [-3, 0.5], [-3, 0]),
    });
    expect(measures.lengthRankCorrelation).toBeCloseTo(1, 10);
    const lengths = perClass.map(({vectorLength}) => vectorLength!);
    expect(lengths[0]).toBeGreaterThan(lengths[1]!);
    expect(lengths.reduce((all, length) => all + length, 0)).toBeCloseTo(3, 10);
  });

  test('several vectors of a class count by their mean, first one of every class', () => {
    const apart = ([x, y]: readonly [number, number], by: number): [number, number] => [x + by, y - by];
    const {perClass} = featureSpace({
      seed: 1,
      embeddings,
      labels,
      predictions: labels,
      trainCounts,
      vectors: vectors(
        ...corners.map((corner) => apart(corner, 0.3)),
        ...corners.map((corner) => apart(corner, -0.3)),
      ),
    });
    for (const {vectorAngle} of perClass) expect(vectorAngle).toBeCloseTo((2 * Math.PI) / 3, 10);
  });

  test('a head without vectors leaves them out', () => {
    const {perClass, measures} = featureSpace({
      seed: 1,
      embeddings,
      labels,
      predictions: labels.map(() => 0),
      trainCounts,
      vectors: undefined,
    });
    expect(perClass[0]).toMatchObject({vectorLength: null, vectorAngle: null});
    expect(measures).toMatchObject({vectorsVariation: null, lengthRankCorrelation: null, nc3: null});
    expect(measures.nc4).toBeCloseTo(8 / 12, 10);
  });
});

/** Their scores are margins, affinities and distances. */
const withoutProbabilities = ['affinity', 'contrastive', 'hinge', 'triplet'];

describe('the heads of all built-in losses', async () => {
  const losses = await builtInLosses();
  const points = [
    [1, 0, 0.5],
    [0, 1, -0.5],
  ];

  test.each(losses.map(({plugin}) => [plugin.name, plugin] as const))(
    '%s has class vectors, and probabilities that sum to 1 where it trains some',
    (name, plugin) => {
      const head = plugin.create({} as GivenOptions<OptionSet>, {
        classes: 3,
        classCounts: [3, 2, 1],
        seed: 1,
      });
      expect(() => head.classVectors()).toThrow(/before it is part of a model/);
      const scores = head.apply(tensor2d(points)) as Tensor2D;
      const before = memory().numTensors;
      const own = head.classVectors();
      expect(own?.shape).toEqual([3, 3]);
      own?.dispose();
      expect(memory().numTensors).toBe(before);
      // What was disposed was no weight of the head.
      expect(Array.from((head.apply(tensor2d(points)) as Tensor2D).dataSync())).toEqual(
        Array.from(scores.dataSync()),
      );
      const probabilities = head.probabilities(scores);
      expect(probabilities === undefined).toBe(withoutProbabilities.includes(name));
      if (probabilities !== undefined)
        for (const total of sum(probabilities, 1).dataSync()) expect(total).toBeCloseTo(1, 5);
    },
  );
});
