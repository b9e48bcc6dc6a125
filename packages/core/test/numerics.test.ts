import {
  grad,
  grads,
  mul,
  type Scalar,
  sum,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {
  cosineScores,
  normalizeRows,
  OptionError,
  oneHotFloat,
  ownScore,
  type Reduction,
  reduce,
  rowwiseSquaredDistances,
  safeNorm,
  squaredDistances,
  weightByClass,
  withGradient,
} from '../src/index.js';

const [n, k, d] = [5, 4, 6];
const float32 = (values: ArrayLike<number>): Float64Array => Float64Array.from(Float32Array.from(values));
const a = float32(normals(n * d, 1));
const b = float32(normals(k * d, 2));
const asTensor = (values: Float64Array): Tensor2D =>
  tensor2d(Float32Array.from(values), [values.length / d, d]);
const row = (values: ArrayLike<number>, i: number): number[] =>
  Array.from({length: d}, (_, j) => values[i * d + j]!);
const dot = (x: number[], y: number[]): number => x.reduce((total, v, j) => total + v * y[j]!, 0);
const pairs = (
  f: (x: number[], y: number[]) => number,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): number[] =>
  Array.from({length: x.length / d}, (_, i) =>
    Array.from({length: y.length / d}, (_, j) => f(row(x, i), row(y, j))),
  ).flat();
const distance = (x: number[], y: number[]): number => x.reduce((total, v, j) => total + (v - y[j]!) ** 2, 0);
const cosine = (x: number[], y: number[]): number => dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
/** Unequal weights, so that a gradient that ends up at the wrong entry shows. */
const mixed = (values: number[]): number => values.reduce((total, v, i) => total + v * Math.cos(i), 0);
const mixture = (x: Tensor2D): Scalar =>
  sum(
    mul(
      x,
      tensor2d(
        Array.from({length: x.size}, (_, i) => Math.cos(i)),
        x.shape,
      ),
    ),
  ) as Scalar;

/** `cosineScores` has the vectors to compare with in columns. */
const cosines = (x: Tensor2D, y: Tensor2D): Tensor2D => cosineScores(x, transpose(y));

/** Functions of two sets of vectors, beside their float64 form. */
const functions = {
  squaredDistances: {of: squaredDistances, oracle: distance},
  cosineScores: {of: cosines, oracle: cosine},
};

onEachBackend(() => {
  describe.each(Object.entries(functions))('%s', (_, {of, oracle}) => {
    test('value and gradients', () => {
      expectClose(of(asTensor(a), asTensor(b)).dataSync(), pairs(oracle, a, b), 1e-6);
      const [ofA, ofB] = grads((x, y) => mixture(of(x as Tensor2D, y as Tensor2D)))([
        asTensor(a),
        asTensor(b),
      ]);
      expectClose(
        ofA!.dataSync(),
        finiteDifferences((x) => mixed(pairs(oracle, x, b)), a),
        1e-4,
      );
      expectClose(
        ofB!.dataSync(),
        finiteDifferences((y) => mixed(pairs(oracle, a, y)), b),
        1e-4,
      );
    });

    test.each([
      ['zero', a.map(() => 0), b.map(() => 0)],
      ['identical', a, a],
      ['tiny', a.map((v) => v * 1e-20), b.map((v) => v * 1e-20)],
      ['huge', a.map((v) => v * 1e15), b.map((v) => v * 1e15)],
    ])('finite at %s vectors, and so are the gradients', (_name, x, y) => {
      const value = of(asTensor(x), asTensor(y)).dataSync();
      expect(value.every(Number.isFinite)).toBe(true);
      const both = grads((u, v) => mixture(of(u as Tensor2D, v as Tensor2D)))([asTensor(x), asTensor(y)]);
      for (const gradient of both) expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
    });
  });

  test('vectors of different length', () => {
    expect(() => squaredDistances(zeros([2, 3]), zeros([4, 1]))).toThrow(
      'squaredDistances: needs matrices with one number of columns, but the shapes are a [2,3] and b [4,1].',
    );
    expect(() => cosineScores(zeros([2, 3]), zeros([4, 3]))).toThrow(
      'cosines need embeddings [batch, d] and a kernel [d, columns], but the shapes are [2,3] and [4,3].',
    );
  });

  test('squaredDistances is never negative', () => {
    // Without a clamp the rounding of a vector's distance to itself is negative about every other time.
    const far = float32(normals(40 * d, 3).map((v) => v * 1000));
    expect(Math.min(...squaredDistances(asTensor(far), asTensor(far)).dataSync())).toBeGreaterThanOrEqual(0);
  });

  test('cosineScores holds from norm 1e-6 to 1e15, and is 0 with a zero vector', () => {
    for (const scale of [1e-6, 1e4, 1e15]) {
      const x = float32(a.map((v) => (v * scale) / Math.sqrt(d)));
      expectClose(cosines(asTensor(x), asTensor(b)).dataSync(), pairs(cosine, x, b), 1e-5);
    }
    const zero = cosines(asTensor(a.map(() => 0)), asTensor(b)).dataSync();
    expect(zero.every((v) => v === 0)).toBe(true);
  });

  test('rowwiseSquaredDistances, also of rows that are close and far from 0', () => {
    const near = float32(a.map((v) => 1000 + v));
    const other = float32(near.map((v, i) => v + 0.01 * Math.sin(i)));
    const expected = Array.from({length: n}, (_, i) => distance(row(near, i), row(other, i)));
    const of = rowwiseSquaredDistances(asTensor(near), asTensor(other));
    expect(of.shape).toEqual([n]);
    expectClose(of.dataSync(), expected, 1e-6);
  });

  test('safeNorm and normalizeRows', () => {
    const norms = Array.from({length: n}, (_, i) => Math.sqrt(dot(row(a, i), row(a, i))));
    expect(safeNorm(asTensor(a)).shape).toEqual([n, 1]);
    expectClose(safeNorm(asTensor(a)).dataSync(), norms, 1e-6);
    for (const scale of [1e-6, 1, 1e15]) {
      const x = float32(a.map((v) => v * scale));
      expectClose(safeNorm(normalizeRows(asTensor(x))).dataSync(), Array(n).fill(1), 1e-5);
    }
    const zero = asTensor(a.map(() => 0));
    expect(
      normalizeRows(zero)
        .dataSync()
        .every((v) => v === 0),
    ).toBe(true);
    expect(
      grad((x) => sum(safeNorm(x as Tensor2D)))(zero)
        .dataSync()
        .every((v) => v === 0),
    ).toBe(true);
    expect(
      grad((x) => mixture(normalizeRows(x as Tensor2D)))(zero)
        .dataSync()
        .every(Number.isFinite),
    ).toBe(true);
  });

  test('oneHotFloat', () => {
    const rows = oneHotFloat(tensor1d([2, 0, 1, 0], 'int32'), 3);
    expect(rows.dtype).toBe('float32');
    expect(rows.arraySync()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
    ]);
  });

  test('ownScore and weightByClass', () => {
    const oneHot = tensor2d([0, 1, 1, 0, 0, 1], [3, 2]);
    expect(ownScore(tensor2d([1, 2, 3, 4, 5, 6], [3, 2]), oneHot).arraySync()).toEqual([[2], [3], [6]]);
    const losses = tensor1d([1, 10, 100]);
    expect([...weightByClass(losses, oneHot, [0.5, 3]).dataSync()]).toEqual([3, 5, 300]);
    expect(weightByClass(losses, oneHot)).toBe(losses);
  });

  test('reduce', () => {
    const losses = tensor1d([1, 2, 6]);
    const weights = tensor1d([1, 0, 3]);
    const results = [
      reduce(losses),
      reduce(losses, 'mean'),
      reduce(losses, 'sum'),
      reduce(losses, 'mean', weights),
      reduce(losses, 'sum', weights),
    ].map((scalar) => scalar.dataSync()[0]);
    expect(results).toEqual([3, 3, 9, 19 / 4, 19]);
    expect(() => reduce(losses, 'avg' as Reduction)).toThrow(
      new OptionError("reduction must be 'mean' or 'sum', but got 'avg'."),
    );
  });

  describe('withGradient', () => {
    /** x·y with a gradient that is ten times the true one, to tell it from tfjs's own. */
    const product = (x: Tensor2D, y: Tensor2D): Tensor2D =>
      withGradient([x, y], ([u, v], save) => {
        const doubled = mul(v, 2);
        save([u, doubled]);
        return {
          value: mul(u, v) as Tensor2D,
          gradient: (dy, [savedU, savedDoubled]) => [
            mul(mul(dy, savedDoubled!), 5),
            mul(mul(dy, savedU!), 10),
          ],
        };
      });

    test('uses the gradient that is given', () => {
      const [x, y] = [tensor2d([1, 2], [1, 2]), tensor2d([3, 4], [1, 2])];
      expect([...product(x, y).dataSync()]).toEqual([3, 8]);
      const [ofX, ofY] = grads((u, v) => sum(product(u as Tensor2D, v as Tensor2D)))([x, y]);
      expect([...ofX!.dataSync()]).toEqual([30, 40]);
      expect([...ofY!.dataSync()]).toEqual([10, 20]);
    });

    test('keeps what is saved through a tidy that ends before the gradient is taken', () => {
      const x = tensor2d([1, 2], [1, 2]);
      const gradient = grad((u) => tidy(() => sum(product(u as Tensor2D, tensor2d([3, 4], [1, 2])))))(x);
      expect([...gradient.dataSync()]).toEqual([30, 40]);
    });
  });
});
