import {
  add,
  concat,
  div,
  matMul,
  max,
  maximum,
  mean,
  minimum,
  mul,
  reshape,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {disableWasmTraining, enableWasmTraining} from '../src/index.js';
import {simdModule} from '../src/simd/module.js';
import {expectSame, on, random} from './both-backends.js';

// Sizes around the width of the loops: four, eight and sixteen numbers at a time, a thousand in a block.
const size = fc.oneof(fc.integer({min: 1, max: 40}), fc.constantFrom(63, 64, 65, 129, 257));

/** Two shapes that can be broadcast to each other, with long axes. */
const shapes = fc
  .array(fc.tuple(size, fc.constantFrom('both', 'both', 'a', 'b')), {maxLength: 3})
  .filter((axes) => axes.reduce((product, [length]) => product * length, 1) < 40_000)
  .chain((axes) =>
    fc.nat(axes.length).map((drop) => ({
      a: axes.map(([length, kind]) => (kind === 'b' ? 1 : length)),
      b: axes.map(([length, kind]) => (kind === 'a' ? 1 : length)).slice(drop),
    })),
  );

test('the module is what its source says', async () => {
  // @ts-expect-error A script without types.
  const {simdModuleOf} = await import('../wasm/build.mjs');
  expect(simdModule).toBe(await simdModuleOf());
});

describe.each(['with vectors', 'without'])('%s', (kind) => {
  beforeEach(async () => {
    if (kind === 'without') vi.stubGlobal('WebAssembly', undefined);
    enableWasmTraining();
    // The loops are made, or found not to be there, at the first call.
    await on('wasm', [random([3], 1)], (x) => add(x, x));
    vi.unstubAllGlobals();
  });
  afterEach(() => disableWasmTraining());

  test('arithmetic and extrema agree with cpu for any broadcast', async () => {
    const ops = [add, sub, mul, maximum, minimum];
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(100), async ({a, b}, seed) => {
        const inputs = [random(a, seed), random(b, seed + 1)];
        const positive = (x: Tensor): Tensor => add(mul(x, x), 0.1);
        await expectSame(inputs, (x, y) => ops.flatMap((op) => [op(x, y), op(y, x)]));
        await expectSame(inputs, (x, y) => [div(x, positive(y)), div(y, positive(x))]);
      }),
      {numRuns: 20, seed: 11},
    );
  });

  test('arithmetic of integers, of nothing and of numbers that are not finite agrees with cpu', async () => {
    await expectSame([random([5, 9], 1, 'int32'), random([9], 2, 'int32')], (a, b) => [add(a, b), mul(a, b)]);
    await expectSame([random([0, 9], 1), random([9], 2)], (a, b) => [add(a, b), maximum(a, b)]);
    const values = Float32Array.of(Number.NaN, 1, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    const [row, column] = [concatenated(values, 3), {shape: [5, 1], dtype: 'float32' as const, values}];
    await expectSame([row, column], (a, b) => [
      add(a, b),
      sub(a, b),
      mul(a, b),
      div(a, b),
      maximum(a, b),
      minimum(b, a),
    ]);
  });

  test('sum, mean and max agree with cpu over long axes', async () => {
    const axes = fc.constantFrom<number[]>([0], [1], [2], [0, 1], [1, 2], [0, 1, 2]);
    await fc.assert(
      fc.asyncProperty(size, size, size, axes, async (a, b, c, over) => {
        // The stock kernel adds up one by one.
        const tolerance = kind === 'without' ? 1e-4 : 1e-5;
        await expectSame(
          [random([Math.min(a, 20), b, c], a)],
          (x) => [sum(x, over), mean(x, over), max(x, over)],
          tolerance,
        );
      }),
      {numRuns: 20, seed: 12},
    );
    await expectSame([random([3, 5001], 1)], (x) => [sum(x, 1), mean(x), max(x, 0)]);
  });

  test('max shows NaN wherever it is', async () => {
    for (const at of [0, 3, 8, 15, 16, 20]) {
      const x = random([21, 21], 1);
      const values = Float32Array.from(x.values);
      values[at * 21 + at] = Number.NaN;
      await expectSame([{...x, values}], (x) => [max(x, 0), max(x, 1), max(x)]);
    }
  });

  test('transpose agrees with cpu', async () => {
    await fc.assert(
      fc.asyncProperty(size, size, fc.integer({min: 1, max: 3}), async (rows, columns, outer) => {
        await expectSame([random([outer, rows, columns], rows)], (x) => [
          transpose(x, [0, 2, 1]),
          transpose(x, [2, 1, 0]),
          transpose(x, [1, 0, 2]),
          transpose(reshape(x, [outer * rows, columns])),
        ]);
      }),
      {numRuns: 20, seed: 13},
    );
    await expectSame([random([6, 9], 1, 'int32')], (x) => transpose(x));
  });

  test('products of any size and transposition agree with cpu', async () => {
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.oneof(size, fc.constantFrom(300, 700)),
        fc.oneof(size, fc.constant(300)),
        fc.boolean(),
        fc.boolean(),
        async (m, k, n, tA, tB) => {
          const a = random(tA ? [k, m] : [m, k], k);
          const b = random(tB ? [n, k] : [k, n], n);
          await expectSame([a, b], (x, y) => matMul(x, y, tA, tB));
        },
      ),
      {numRuns: 30, seed: 14},
    );
  });

  test('products of a matrix with itself agree with cpu, and are symmetric to the last bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        size,
        fc.oneof(size, fc.constant(300)),
        fc.integer({min: 1, max: 2}),
        async (rows, columns, outer) => {
          const x = random(outer === 1 ? [rows, columns] : [outer, rows, columns], rows);
          await expectSame([x], (x) => [matMul(x, x, false, true), matMul(x, x, true)]);
        },
      ),
      {numRuns: 30, seed: 15},
    );
    for (const [rows, columns] of [
      [103, 37],
      [37, 103],
    ] as const) {
      const products = await on('wasm', [random([rows, columns], 1)], (x) => [
        matMul(x, x, false, true),
        matMul(x, x, true),
      ]);
      for (const {shape, values} of products) {
        const size = shape[0] as number;
        const mirrored = values.map((_, at) => values[(at % size) * size + Math.floor(at / size)] as number);
        expect(values).toEqual(mirrored);
      }
    }
  });

  test('the same data in two shapes are no product of a matrix with itself', async () => {
    const x = random([40, 30], 1);
    await expectSame([x], (x) => [
      matMul(x, reshape(x, [30, 40]), true, true),
      matMul(x, reshape(x, [30, 40])),
    ]);
    await expectSame([random([40, 40], 2)], (x) => [matMul(x, x), matMul(x, x, true, true)]);
  });

  test('a number that is not finite stays in its row and column of a product of a matrix with itself', async () => {
    const values = Float32Array.from(random([50, 10], 1).values, (v) => Math.abs(v) + 0.1);
    for (const at of [0, 199, 437]) {
      const broken = values.map((value, i) => (i === at ? Number.POSITIVE_INFINITY : value));
      const x = {shape: [50, 10], dtype: 'float32' as const, values: broken};
      await expectSame([x], (x) => [matMul(x, x, false, true), matMul(x, x, true)]);
    }
  });

  test('a number that is not finite stays in its row and column of a product', async () => {
    const a = random([70, 10], 1);
    const values = Float32Array.from(a.values);
    values[9] = Number.POSITIVE_INFINITY;
    const b = {
      ...random([70, 13], 2),
      values: Float32Array.from(random([70, 13], 2).values, (v) => Math.abs(v) + 0.1),
    };
    await expectSame([{...a, values}, b], (x, y) => matMul(x, y, true));
  });
});

test('sums of many numbers keep their digits', async () => {
  enableWasmTraining();
  const values = new Float32Array(2 ** 20).fill(0.1);
  const [whole, columns] = await on('wasm', [{shape: [2 ** 19, 2], dtype: 'float32', values}], (x) => [
    sum(x),
    sum(x, 0),
  ]);
  // One by one in float32 it is 1 % more.
  expect((whole?.values[0] as number) / 104857.6).toBeCloseTo(1, 5);
  expect((columns?.values[1] as number) / 52428.8).toBeCloseTo(1, 5);
  disableWasmTraining();
});

test('results do not depend on where a tensor lies in the heap', async () => {
  enableWasmTraining();
  const [result] = await on('wasm', [], () => {
    const parts = [1, 3, 5, 7].map((length) => add(tensor(new Float32Array(length).fill(length)), 1));
    return concat(parts);
  });
  expect([...(result?.values ?? [])]).toEqual(
    [1, 3, 5, 7].flatMap((length) => Array<number>(length).fill(length + 1)),
  );
  disableWasmTraining();
});

function concatenated(values: Float32Array, times: number) {
  const all = Float32Array.from(
    {length: values.length * times},
    (_, i) => values[i % values.length] as number,
  );
  return {shape: [1, all.length], dtype: 'float32' as const, values: all};
}
