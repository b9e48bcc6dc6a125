import {regularSimplex} from '@isomargin/core';
import {
  fill,
  grad,
  type Rank,
  type Scalar,
  type Tensor,
  type Tensor2D,
  tensor2d,
  zeros,
} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {type DiversityPairs, type DiversityScale, diversity} from '../src/index.js';
import {varianceOfDistances} from './oracle.js';

interface Case {
  readonly name: string;
  readonly classes: number;
  readonly perClass: number;
  readonly dimension: number;
  readonly pairs: DiversityPairs;
  readonly scale: DiversityScale;
}

const shapes = [
  {name: 'fewer prototypes than dimensions', classes: 5, perClass: 1, dimension: 9},
  {name: 'as many prototypes as dimensions', classes: 6, perClass: 1, dimension: 6},
  {name: 'one more prototype than dimensions', classes: 7, perClass: 1, dimension: 6},
  {name: 'more prototypes than dimensions', classes: 12, perClass: 1, dimension: 3},
  {name: 'two prototypes', classes: 2, perClass: 1, dimension: 2},
  {name: 'several prototypes a class', classes: 4, perClass: 3, dimension: 20},
  {name: 'several prototypes a class, low dimension', classes: 4, perClass: 3, dimension: 2},
];
const cases: Case[] = shapes.flatMap((shape) =>
  (['all', 'between-classes'] as const).flatMap((pairs) =>
    (['absolute', 'relative'] as const).map((scale) => ({...shape, pairs, scale})),
  ),
);

function oracle(values: ArrayLike<number>, c: Case): number {
  const betweenClasses = c.pairs === 'between-classes' ? c.perClass : undefined;
  const {variance, mean} = varianceOfDistances({values, columns: c.dimension}, {betweenClasses});
  return c.scale === 'absolute' ? variance : variance / mean ** 2;
}

onEachBackend(() => {
  describe.each(cases)('$name, $pairs, $scale', (c) => {
    const shape: [number, number] = [c.classes * c.perClass, c.dimension];
    const values = Float64Array.from(Float32Array.from(normals(shape[0] * shape[1], 11), (v) => 3 * v + 1));
    const of = (w: Tensor2D) => diversity(w, c.perClass, c.pairs, c.scale);

    test('value and gradient', () => {
      const w = tensor2d(Float32Array.from(values), shape);
      // Two prototypes have one distance: no variance, and nothing but rounding to compare.
      const single = c.classes === 2;
      const floor = single ? (c.scale === 'absolute' ? 100 : 1) : 0;
      expectClose(of(w).dataSync(), [oracle(values, c)], single ? 1e-6 : 1e-5, floor);
      const expected = finiteDifferences((x) => oracle(x, c), values, 1e-5);
      expectClose(grad((x) => of(x as Tensor2D))(w).dataSync(), expected, single ? 1e-5 : 1e-4, floor);
    });
  });

  test.each([
    [3, 1, 4],
    [8, 1, 4],
    [3, 3, 4],
  ])('is finite where all prototypes are equal: %i classes with %i each in %i dimensions', (...size) => {
    const [classes, perClass, d] = size;
    const w = fill([classes * perClass, d], 3) as Tensor2D;
    for (const pairs of ['all', 'between-classes', 'class-means'] as const) {
      for (const scale of ['absolute', 'relative'] as const) {
        const of = (x: Tensor): Scalar => diversity(x as Tensor2D, perClass, pairs, scale);
        const value = of(w).dataSync()[0]!;
        if (scale === 'absolute') expect(value).toBe(0);
        else expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(10);
        expect([...grad(of)(w).dataSync()].map(Math.abs)).toEqual(Array(classes * perClass * d).fill(0));
      }
    }
  });

  test('keeps its digits where the prototypes are all but equidistant', () => {
    const [count, dimension] = [10, 64];
    const noise = normals(count * dimension, 2);
    const values = Float64Array.from(
      Float32Array.from(regularSimplex(count, dimension, 1), (v, i) => 8 * v + 1e-4 * noise[i]!),
    );
    const w = tensor2d(Float32Array.from(values), [count, dimension]);
    const {variance, mean} = varianceOfDistances({values, columns: dimension});
    expect(Math.sqrt(variance) / mean).toBeLessThan(1e-4);
    expectClose(diversity(w).dataSync(), [variance], 1e-2);
  });

  test('is 0 on a regular simplex, at every scale', () => {
    for (const scale of [1e-6, 1, 1e4]) {
      const points = Float32Array.from(regularSimplex(10, 9, 1), (v) => v * scale);
      const relative = diversity(tensor2d(points, [10, 9]), 1, 'all', 'relative').dataSync()[0]!;
      expect(relative).toBeGreaterThanOrEqual(0);
      expect(relative).toBeLessThan(1e-12);
    }
  });

  test.each([
    [[1, 3], 1, 'all', '[1 · classes, d] and at least 2 rows, but have shape [1,3].'],
    [[3], 1, 'all', '[1 · classes, d] and at least 2 rows, but have shape [3].'],
    [[5, 3], 2, 'all', '[2 · classes, d] and at least 2 rows, but have shape [5,3].'],
    [[2, 3], 2, 'class-means', '[2 · classes, d] and at least 4 rows, but have shape [2,3].'],
  ] as const)('refuses prototypes of shape %j, %i a class, %s', (shape, perClass, pairs, text) => {
    expect(() => diversity(zeros<Rank>([...shape]) as Tensor2D, perClass, pairs)).toThrow(text);
  });

  test('refuses words and numbers that it does not know', () => {
    const of =
      (...given: unknown[]) =>
      () =>
        (diversity as (...given: unknown[]) => Scalar)(zeros([6, 3]), ...given);
    expect(of(1, 'between-class')).toThrow(
      "diversity: pairs must be one of 'all', 'between-classes', 'class-means', but got 'between-class'.",
    );
    expect(of(1, 'all', 'log')).toThrow(
      "diversity: scale must be one of 'relative', 'absolute', but got 'log'.",
    );
    expect(of(1.5)).toThrow('diversity: prototypesPerClass must be an integer >= 1, but got 1.5.');
  });

  test('has a finite gradient where prototypes coincide', () => {
    const w = tensor2d([1, 2, 1, 2, 3, 4, 0, 1], [4, 2]);
    const gradient = grad((x) => diversity(x as Tensor2D, 2, 'between-classes', 'relative'))(w).dataSync();
    expect(gradient.every(Number.isFinite)).toBe(true);
  });
});
