import {
  equal,
  exp,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  maximum,
  minimum,
  notEqual,
  relu,
  slice,
  where,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {beforeAll, describe, expect, test} from 'vitest';
import {enableWasmTraining} from '../src/index.js';
import {expectSame, on, random} from './both-backends.js';

beforeAll(() => {
  enableWasmTraining();
});

/** Two shapes that can be broadcast to each other. */
const shapes = fc
  .array(fc.tuple(fc.integer({min: 1, max: 6}), fc.constantFrom('both', 'both', 'a', 'b')), {maxLength: 4})
  .chain((axes) =>
    fc.nat(axes.length).map((drop) => ({
      a: axes.map(([size, kind]) => (kind === 'b' ? 1 : size)),
      b: axes.map(([size, kind]) => (kind === 'a' ? 1 : size)).slice(drop),
    })),
  );

describe('relu', () => {
  test.each([1, 3, 16, 1000])(
    'of %i numbers agrees with cpu, and keeps NaN whatever its sign bit',
    async (count) => {
      const bits = new Uint32Array(random([count], 3, 'float32', 3).values.buffer.slice(0));
      bits[0] = 0xffc00000;
      bits[count - 1] = count === 1 ? 0xffc00000 : 0x7fc00000;
      const x = {shape: [count], dtype: 'float32' as const, values: new Float32Array(bits.buffer)};
      await expectSame([x], (given) => [relu(given)]);
    },
  );
});

describe('comparisons and extrema', () => {
  test.each(['float32', 'int32'] as const)('agree with cpu for any broadcast of %s', async (dtype) => {
    const ops = [equal, notEqual, greater, greaterEqual, less, lessEqual, maximum, minimum];
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(100), async ({a, b}, seed) => {
        const inputs = [random(a, seed, dtype, 3), random(b, seed + 1, dtype, 3)];
        await expectSame(inputs, (x, y) => ops.map((op) => op(x, y)));
        await expectSame(inputs, (x, y) => ops.map((op) => op(y, x)));
      }),
      {numRuns: 50, seed: 7},
    );
  });

  test('logicalAnd and logicalOr agree with cpu for any broadcast', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(100), async ({a, b}, seed) => {
        const inputs = [random(a, seed, 'bool'), random(b, seed + 1, 'bool')];
        await expectSame(inputs, (x, y) => [logicalAnd(x, y), logicalOr(y, x)]);
      }),
      {numRuns: 30, seed: 8},
    );
  });

  test('treat NaN and infinities as cpu does', async () => {
    const values = Float32Array.of(Number.NaN, 1, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    const [column, row] = [
      {shape: [5, 1], dtype: 'float32' as const, values},
      {shape: [1, 5], dtype: 'float32' as const, values},
    ];
    await expectSame([column, row], (a, b) => [maximum(a, b), minimum(a, b), equal(a, b), less(a, b)]);
  });
});

describe('exp', () => {
  test('is exact within float32 for values that are not large, and stock for others', async () => {
    const values = [
      ...Array.from({length: 4000}, (_, i) => 0.5 - i / 37),
      ...[0, -0, -87.3, -103.9, -104, -110, Number.NEGATIVE_INFINITY],
    ];
    for (const extra of [[], [3, 88.7], [Number.POSITIVE_INFINITY], [Number.NaN]]) {
      const x = {
        dtype: 'float32' as const,
        shape: [values.length + extra.length],
        values: Float32Array.of(...values, ...extra),
      };
      const [result] = await on('wasm', [x], (x) => exp(x));
      for (const [i, value] of x.values.entries()) {
        const exact = Math.exp(value);
        const actual = result?.values[i] as number;
        if (Object.is(actual, exact)) continue;
        // Below the smallest normal number, 0 is as good.
        expect(Math.abs(actual - exact), `at ${value}`).toBeLessThanOrEqual(
          Math.max(2 ** -126, 4e-7 * exact),
        );
      }
    }
  });
});

describe('where and slice', () => {
  test('where agrees with cpu, with scalars and broadcasts', async () => {
    const condition = random([4, 5], 1, 'bool');
    const [x, y] = [random([4, 5], 2), random([4, 5], 3)];
    await expectSame([condition, x, y, random([], 4), random([4, 1], 5)], (c, x, y, scalar, column) => [
      where(c, x, y),
      where(c, x, scalar),
      where(c, column, y),
    ]);
    await expectSame([condition, random([4, 5], 7, 'int32'), random([4, 5], 8, 'int32')], (c, x, y) =>
      where(c, x, y),
    );
  });

  test('slice agrees with cpu for any part of any shape', async () => {
    const axis = fc
      .integer({min: 1, max: 6})
      .chain((size) =>
        fc
          .tuple(fc.nat(size - 1), fc.constant(size))
          .chain(([begin]) =>
            fc.integer({min: 0, max: size - begin}).map((length) => ({size, begin, length})),
          ),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(axis, {minLength: 1, maxLength: 5}),
        fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const),
        async (axes, dtype) => {
          const x = random(
            axes.map(({size}) => size),
            axes.length,
            dtype,
          );
          const begin = axes.map(({begin}) => begin);
          const size = axes.map(({length}) => length);
          await expectSame([x], (x) => slice(x, begin, size));
        },
      ),
      {numRuns: 80, seed: 9},
    );
  });

  test('slice outside of the tensor is refused', async () => {
    await expect(on('wasm', [random([3, 4], 1)], (x) => slice(x, [2, 0], [2, 4]))).rejects.toThrow(
      /begin\[0\]/,
    );
  });
});
