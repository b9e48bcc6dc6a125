import {setBackend} from '@tensorflow/tfjs-core';
import {layers, models, sequential} from '@tensorflow/tfjs-layers';
import {beforeAll, describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {normals} from '../../../tools/testing/numeric.js';
import {EvenPrototypes, evenPlacement, regularSimplex} from '../src/index.js';

const rowsOf = (points: Float64Array, d: number): number[][] =>
  Array.from({length: points.length / d}, (_, i) => [...points.subarray(i * d, (i + 1) * d)]);
const dot = (x: number[], y: number[]): number => x.reduce((total, v, k) => total + v * y[k]!, 0);
const distances = (rows: number[][]): number[] =>
  rows.flatMap((x, i) => rows.slice(0, i).map((y) => Math.hypot(...x.map((v, k) => v - y[k]!))));
const least = (values: number[]): number => values.reduce((x, y) => Math.min(x, y));
const worst = (values: number[], expected: number): number =>
  values.reduce((x, y) => Math.max(x, Math.abs(y - expected)), 0);
/** Length of the sum of the points: 0 where they are centred. */
const imbalance = (rows: number[][]): number =>
  Math.hypot(...rows[0]!.map((_, k) => rows.reduce((t, x) => t + x[k]!, 0)));
/** Σ (x·y)², at least K²/d for unit vectors, and K²/d only for a tight frame. */
const framePotential = (rows: number[][]): number =>
  rows.reduce((total, x) => rows.reduce((t, y) => t + dot(x, y) ** 2, total), 0);
const randomDirections = (count: number, d: number): number[][] =>
  rowsOf(normals(count * d, 7), d).map((row) => row.map((v) => v / Math.hypot(...row)));

beforeAll(async () => {
  await setBackend('cpu');
});

describe('regularSimplex', () => {
  test.each([
    [2, 1],
    [2, 2],
    [2, 5],
    [3, 2],
    [5, 4],
    [5, 64],
    [10, 9],
    [10, 64],
    [101, 100],
  ])('%d points in %d dimensions', (count, d) => {
    const points = regularSimplex(count, d, 3);
    const rows = rowsOf(points, d);
    expect(rows.length).toBe(count);
    expect(
      worst(
        rows.map((row) => Math.hypot(...row)),
        1,
      ),
    ).toBeLessThan(1e-12);
    expect(worst(distances(rows), Math.sqrt((2 * count) / (count - 1)))).toBeLessThan(1e-12);
    expect(imbalance(rows)).toBeLessThan(1e-12);
  });

  test('one point has norm 1', () => {
    expect(Math.hypot(...regularSimplex(1, 5, 1))).toBeCloseTo(1, 12);
    expect(Math.abs(regularSimplex(1, 1, 1)[0]!)).toBe(1);
  });

  test('is turned by the seed', () => {
    for (const seed of [0, 5]) expect(regularSimplex(4, 6, seed)).toEqual(regularSimplex(4, 6, seed));
    expect(regularSimplex(4, 6, 5)).not.toEqual(regularSimplex(4, 6, 6));
    expect(regularSimplex(4, 6)).not.toEqual(regularSimplex(4, 6));
  });

  test('refuses what does not fit', () => {
    expect(() => regularSimplex(5, 3)).toThrow(
      'regularSimplex: 5 equidistant points need a dimension of at least 4, but dimension is 3.',
    );
    expect(() => regularSimplex(0, 3)).toThrow('count must be an integer >= 1, but is 0.');
    expect(() => regularSimplex(2.5, 3)).toThrow('count must be an integer >= 1, but is 2.5.');
    expect(() => evenPlacement(3, 0)).toThrow('dimension must be an integer >= 1, but is 0.');
    expect(() => evenPlacement(3, 1.5)).toThrow('dimension must be an integer >= 1, but is 1.5.');
    expect(() => evenPlacement(Number.NaN, 3)).toThrow('count must be an integer >= 1, but is NaN.');
  });
});

describe('evenPlacement', () => {
  test('is the regular simplex where that fits', () => {
    expect(evenPlacement(5, 4, 2)).toEqual(regularSimplex(5, 4, 2));
  });

  test.each([4, 5, 7, 50])('%d points in the plane are a regular polygon', (count) => {
    const angles = rowsOf(evenPlacement(count, 2, 1), 2)
      .map(([x, y]) => Math.atan2(y!, x!))
      .sort((x, y) => x - y);
    const gaps = angles.map((angle, i) =>
      i === 0 ? angle + 2 * Math.PI - angles.at(-1)! : angle - angles[i - 1]!,
    );
    expect(worst(gaps, (2 * Math.PI) / count)).toBeLessThan(1e-12);
  });

  test.each([3, 4, 9])('%d points on a line are half 1, half -1', (count) => {
    for (let seed = 0; seed < 20; seed++) {
      const points = [...evenPlacement(count, 1, seed)];
      expect(points.every((v) => Math.abs(v) === 1)).toBe(true);
      expect(Math.abs(points.reduce((x, y) => x + y))).toBeLessThanOrEqual(1);
    }
  });

  test('12 points in space are all but an icosahedron', () => {
    const edge = 2 / Math.sqrt(2.5 + Math.sqrt(5) / 2);
    expect(least(distances(rowsOf(evenPlacement(12, 3, 1), 3)))).toBeGreaterThan(0.999 * edge);
  });

  test('6 points in space are an octahedron', () => {
    expect(least(distances(rowsOf(evenPlacement(6, 3, 1), 3)))).toBeCloseTo(Math.SQRT2, 4);
  });

  describe.each([
    [6, 3],
    [10, 4],
    [20, 3],
    [30, 6],
    [50, 16],
    [20, 18],
    [100, 64],
  ])('%d points in %d dimensions', (count, d) => {
    let rows: number[][] = [];
    beforeAll(() => {
      rows = rowsOf(evenPlacement(count, d, 1), d);
    });

    test('have norm 1', () => {
      expect(
        worst(
          rows.map((row) => Math.hypot(...row)),
          1,
        ),
      ).toBeLessThan(1e-12);
    });

    test('are centred and tight', () => {
      expect(imbalance(rows)).toBeLessThan(1e-2);
      expect(framePotential(rows) / (count ** 2 / d)).toBeLessThan(1 + 1e-3);
    });

    test('are farther apart than random directions', () => {
      expect(least(distances(rows))).toBeGreaterThan(1.15 * least(distances(randomDirections(count, d))));
    });
  });

  test('d + 2 points, of which no centred tight frame exists where they are odd in number, are finite and apart', () => {
    for (const d of [3, 5]) {
      const rows = rowsOf(evenPlacement(d + 2, d, 1), d);
      expect(
        worst(
          rows.map((row) => Math.hypot(...row)),
          1,
        ),
      ).toBeLessThan(1e-12);
      expect(imbalance(rows)).toBeLessThan(1e-2);
      // No more than d + 1 points can be farther apart than a right angle.
      expect(least(distances(rows))).toBeGreaterThan(0.95 * Math.SQRT2);
    }
  });

  test('2000 points in 16 dimensions', () => {
    const rows = rowsOf(evenPlacement(2000, 16, 1), 16);
    expect(rows.every((row) => row.every(Number.isFinite))).toBe(true);
    expect(imbalance(rows)).toBeLessThan(1e-2);
  });
});

test('the seed gives the same points on every backend', async () => {
  const points: Float64Array[] = [];
  for (const backend of ['cpu', 'wasm']) {
    await setBackend(backend);
    points.push(evenPlacement(4, 9, 3), evenPlacement(12, 3, 3), evenPlacement(9, 2, 3));
  }
  expect(points.slice(0, 3)).toEqual(points.slice(3));
  expect(evenPlacement(12, 3, 4)).not.toEqual(points[1]);
});

onEachBackend(() => {
  test('EvenPrototypes gives the points times the radius', () => {
    const weights = new EvenPrototypes({radius: 3, seed: 5}).apply([4, 6]);
    expect(weights.shape).toEqual([4, 6]);
    expect(weights.dtype).toBe('float32');
    expect(weights.dataSync()).toEqual(Float32Array.from(regularSimplex(4, 6, 5), (v) => 3 * v));
  });
});

test('EvenPrototypes is an initializer of any tfjs layer, as an object and after loading', async () => {
  const kernelInitializer = new EvenPrototypes({radius: 2, seed: 5});
  const model = sequential({layers: [layers.dense({units: 6, inputShape: [4], kernelInitializer})]});
  const kernel = [...model.getWeights()[0]!.dataSync()];
  expect(kernel).toEqual([...Float32Array.from(evenPlacement(4, 6, 5), (v) => 2 * v)]);
  const loaded = await models.modelFromJSON(JSON.parse(JSON.stringify(model.toJSON(null, false))));
  expect([...loaded.getWeights()[0]!.dataSync()]).toEqual(kernel);
});

test('EvenPrototypes from its own configuration', () => {
  expect(new EvenPrototypes({radius: 3, seed: 5}).getConfig()).toEqual({radius: 3, seed: 5});
  expect(new EvenPrototypes().getConfig()).toEqual({radius: 1});
  for (const radius of [0, -1, Number.NaN, Infinity]) {
    expect(() => new EvenPrototypes({radius})).toThrow(`radius must be a number > 0, but got ${radius}`);
  }
});
