import {fused, matMul, ones, reshape, type Tensor} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {beforeAll, describe, expect, test} from 'vitest';
import {disableWasmTraining, enableWasmTraining} from '../src/index.js';
import {expectSame, on, random, worst} from './both-backends.js';

beforeAll(() => {
  enableWasmTraining();
});

const size = fc.integer({min: 1, max: 40});

describe('matMul', () => {
  test('agrees with cpu for any sizes and transpositions', async () => {
    await fc.assert(
      fc.asyncProperty(
        size,
        size,
        size,
        fc.boolean(),
        fc.boolean(),
        fc.nat(1000),
        async (m, k, n, tA, tB, seed) => {
          const a = random(tA ? [k, m] : [m, k], seed);
          const b = random(tB ? [n, k] : [k, n], seed + 1);
          await expectSame([a, b], (x, y) => matMul(x, y, tA, tB));
        },
      ),
      {numRuns: 60, seed: 1},
    );
  });

  test('agrees with cpu for batches, also where one side is broadcast', async () => {
    const batches = fc.constantFrom(
      [[3], [3]],
      [[1], [4]],
      [[4], [1]],
      [
        [2, 3],
        [2, 3],
      ],
      [[], [3]],
      [[3], []],
    );
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.tuple(size, size, size),
        fc.boolean(),
        fc.boolean(),
        async ([batchA, batchB], [m, k, n], tA, tB) => {
          const a = random([...(batchA ?? []), ...(tA ? [k, m] : [m, k])], m);
          const b = random([...(batchB ?? []), ...(tB ? [n, k] : [k, n])], n);
          await expectSame([a, b], (x, y) => matMul(x, y, tA, tB));
        },
      ),
      {numRuns: 60, seed: 2},
    );
  });

  test('broadcasts outer dimensions on both sides, which no stock backend does', async () => {
    const [a, b] = [random([2, 1, 4, 5], 1), random([1, 3, 5, 6], 2)];
    const [product] = await on('wasm', [a, b], (x, y) => matMul(x, y));
    const expected = new Float32Array(2 * 3 * 4 * 6);
    for (let i = 0; i < expected.length; i++) {
      const [column, row, batchB, batchA] = [
        i % 6,
        Math.floor(i / 6) % 4,
        Math.floor(i / 24) % 3,
        Math.floor(i / 72),
      ];
      for (let k = 0; k < 5; k++) {
        const left = a.values[(batchA * 4 + row) * 5 + k] as number;
        expected[i] = (expected[i] as number) + left * (b.values[(batchB * 5 + k) * 6 + column] as number);
      }
    }
    expect(product?.shape).toEqual([2, 3, 4, 6]);
    expect(worst(product?.values ?? [], expected)).toBeLessThan(1e-5);
    disableWasmTraining();
    const [stock] = await on('wasm', [a, b], (x, y) => matMul(x, y));
    enableWasmTraining();
    expect(stock?.values).not.toHaveLength(expected.length);
  });

  test.each([
    [64, 100, 60],
    [20, 900, 3],
    [1, 5, 1],
    [30, 7, 300],
  ])('agrees with cpu at %i x %i x %i in all transpositions', async (m, k, n) => {
    for (const [tA, tB] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ]) {
      const a = random(tA ? [k, m] : [m, k], 3);
      const b = random(tB ? [n, k] : [k, n], 4);
      await expectSame([a, b], (x, y) => matMul(x, y, tA, tB));
    }
  });

  test('multiplies the same data in two shapes, which stock gets wrong', async () => {
    const data = random([6, 2], 1);
    const twoShapes = (b: Tensor): Tensor[] => [
      matMul(ones([2, 6]), b),
      matMul(ones([2, 3]), reshape(b, [3, 4])),
      matMul(ones([2, 2]), reshape(b, [2, 6])),
      fused.matMul({a: ones([2, 3]), b: reshape(b, [3, 4]), activation: 'relu'}),
    ];
    await expectSame([data], twoShapes);
    disableWasmTraining();
    const [expected, stock] = [await on('cpu', [data], twoShapes), await on('wasm', [data], twoShapes)];
    enableWasmTraining();
    expect(worst(stock[1]?.values ?? [], expected[1]?.values ?? [])).toBeGreaterThan(0.1);
  });

  test('gives zeros for an empty inner dimension', async () => {
    await expectSame([random([3, 0], 1), random([0, 2], 1)], (a, b) => matMul(a, b));
  });
});
