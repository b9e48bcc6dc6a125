import {
  all as allOf,
  any as anyOf,
  cast,
  clone,
  fill,
  gather,
  grad,
  logSumExp,
  max,
  mean,
  min,
  oneHot,
  prod,
  setBackend,
  square,
  sum,
  type Tensor,
  tile,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {beforeAll, describe, expect, test} from 'vitest';
import {disableWasmTraining, enableWasmTraining} from '../src/index.js';
import {expectSame, on, random} from './both-backends.js';

beforeAll(() => {
  enableWasmTraining();
});

const shape = fc.array(fc.integer({min: 1, max: 7}), {minLength: 1, maxLength: 4});

describe('reductions of nothing', () => {
  const all = (x: Tensor, axis?: number[], keepDims?: boolean) => allOf(cast(x, 'bool'), axis, keepDims);
  const any = (x: Tensor, axis?: number[], keepDims?: boolean) => anyOf(cast(x, 'bool'), axis, keepDims);

  test.each(Object.entries({sum, mean, max, min, prod, all, any, logSumExp}))('%s', async (_, reduce) => {
    const cases: [number[], number[] | undefined][] = [
      [[0], undefined],
      [[3, 0], [1]],
      [[0, 3], [0]],
      [[0, 3], [1]],
      [[2, 0, 3], [-2]],
      [
        [2, 0, 3],
        [0, 1],
      ],
      [[2, 0, 3], [2]],
    ];
    for (const [dimensions, axes] of cases) {
      for (const dtype of ['float32', 'int32'] as const) {
        await setBackend('wasm');
        // What is left in the heap is not 0.
        fill([64], 7).dispose();
        await expectSame([{shape: dimensions, dtype, values: new Float32Array()}], (x) => [
          reduce(x, axes, false),
          reduce(x, axes, true),
        ]);
      }
    }
  });
});

describe('sum, mean and max', () => {
  test('agree with cpu over any axes', async () => {
    await fc.assert(
      fc.asyncProperty(shape, fc.nat(15), fc.boolean(), async (dimensions, mask, keepDims) => {
        const axes = dimensions.flatMap((_, axis) => ((mask >> axis) & 1 ? [axis] : []));
        await expectSame([random(dimensions, mask)], (x) => [
          sum(x, axes, keepDims),
          mean(x, axes, keepDims),
          max(x, axes, keepDims),
        ]);
      }),
      {numRuns: 80, seed: 4},
    );
  });

  test.each([[[1000, 5]], [[4, 300, 7]], [[300, 3, 4]], [[7, 40, 50]]])(
    'agree with cpu over many rows: %j',
    async (dimensions) => {
      await expectSame([random(dimensions, 1)], (x) => [
        sum(x, 0),
        mean(x, 0),
        max(x, 0),
        sum(x, [0, 1]),
        mean(x, 1),
        max(x, 1),
      ]);
    },
  );

  test('show NaN and infinities as cpu does', async () => {
    for (const special of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const at of [0, 7, 20]) {
        const values = random([7, 3], 1).values.slice();
        values[at] = special;
        await expectSame([{...random([7, 3], 1), values}], (x) => [sum(x, 0), mean(x, 0), max(x, 0)]);
      }
    }
  });

  test('keep the type of integers', async () => {
    await expectSame([random([5, 4], 1, 'int32')], (x) => [sum(x, 0), mean(x, 0), max(x, 0)]);
  });
});

describe('tile', () => {
  test('agrees with cpu for any shape, repetition and type', async () => {
    const reps = fc.array(fc.integer({min: 1, max: 5}), {minLength: 4, maxLength: 4});
    await fc.assert(
      fc.asyncProperty(
        shape,
        reps,
        fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const),
        async (dimensions, times, dtype) => {
          const x = random(dimensions, times[0] ?? 0, dtype);
          await expectSame([x], (x) => tile(x, times.slice(0, dimensions.length)));
        },
      ),
      {numRuns: 80, seed: 5},
    );
  });
});

describe('clone and cast', () => {
  test('agree with cpu between all types', async () => {
    const types = ['float32', 'int32', 'bool'] as const;
    for (const from of types) {
      await expectSame([random([3, 5], 1, from)], (x) => [clone(x), ...types.map((to) => cast(x, to))]);
    }
  });

  test('make true of everything but 0, where stock keeps the low byte', async () => {
    const halves = {shape: [3], dtype: 'float32' as const, values: Float32Array.of(0.5, 0, -0.25)};
    const bytes = {shape: [3], dtype: 'int32' as const, values: Int32Array.of(256, 0, 3)};
    await expectSame([halves, bytes], (x, y) => [cast(x, 'bool'), cast(y, 'bool')]);
    disableWasmTraining();
    const stock = await on('wasm', [halves, bytes], (x, y) => [cast(x, 'bool'), cast(y, 'bool')]);
    enableWasmTraining();
    expect(stock.map(({values}) => [...values])).toEqual([
      [0, 0, 0],
      [0, 0, 3],
    ]);
  });

  test('leave the data to the copy when the original is disposed', async () => {
    const [result] = await on('wasm', [random([4], 1)], (x) => {
      const first = clone(x);
      const second = cast(first, 'float32');
      first.dispose();
      return second;
    });
    expect(result?.values).toEqual(random([4], 1).values);
  });
});

describe('gather', () => {
  test('agrees with cpu for any shape, axis and type, in batches too', async () => {
    await fc.assert(
      fc.asyncProperty(
        shape,
        fc.nat(3),
        fc.nat(3),
        fc.array(fc.integer({min: 1, max: 4}), {minLength: 1, maxLength: 2}),
        fc.constantFrom('float32' as const, 'int32' as const, 'bool' as const),
        async (dimensions, someAxis, someBatch, wanted, dtype) => {
          const axis = someAxis % dimensions.length;
          const batchDims = someBatch % (axis + 1);
          const indices = [...dimensions.slice(0, batchDims), ...wanted];
          const inputs = [random(dimensions, 1, dtype), random(indices, 2, 'int32', dimensions[axis])];
          await expectSame(inputs, (x, i) => gather(x, i, axis, batchDims));
        },
      ),
      {numRuns: 80, seed: 6},
    );
  });

  test.each([4, -1])('refuses the index %i by name', async (index) => {
    const indices = {shape: [2], dtype: 'int32' as const, values: Int32Array.of(0, index)};
    await expect(on('wasm', [random([4, 3], 1), indices], (x, i) => gather(x, i))).rejects.toThrow(
      `gather: an index is ${index}, which is not in [0, 3].`,
    );
  });
});

describe('the gradient of gather', () => {
  test('agrees with cpu, with indices several times and along any axis', async () => {
    const weights = random([4, 5, 3], 2);
    for (const axis of [0, 1, 2]) {
      const indices = random([6], axis, 'int32', 3);
      await expectSame([weights, indices], (x, i) => grad((x: Tensor) => sum(square(gather(x, i, axis))))(x));
    }
  });

  test('leaves out ids that are out of range', async () => {
    const ids = {shape: [4], dtype: 'int32' as const, values: Int32Array.of(0, -1, 2, 5)};
    await expectSame([random([4, 3], 1), ids], (x, i) => unsortedSegmentSum(x, i as never, 3));
  });

  test('refuses ids of another length by name', async () => {
    await expect(
      on('wasm', [random([4, 3], 1), random([3], 1, 'int32')], (x, i) =>
        unsortedSegmentSum(x, i as never, 3),
      ),
    ).rejects.toThrow(/segmentIds must have the shape \[4\]/);
  });
});

describe('oneHot', () => {
  test('agrees with cpu in every type, which stock float32 does not', async () => {
    const indices = {shape: [2, 3], dtype: 'int32' as const, values: Int32Array.of(0, 3, -1, 4, 2, 1)};
    const compute = (i: Tensor): Tensor[] => [
      oneHot(i, 4, 1, 0, 'float32'),
      oneHot(i, 4, 0.5, -0.5, 'float32'),
      oneHot(i, 4, 3, 2, 'int32'),
      oneHot(i, 4, 1, 0, 'bool'),
    ];
    await expectSame([indices], compute);
    disableWasmTraining();
    const [stock] = await on('wasm', [indices], compute);
    enableWasmTraining();
    expect(stock?.values[0]).not.toBe(1);
  });
});
