import {
  avgPool,
  grad,
  maxPool,
  mul,
  slice,
  sub,
  sum,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {beforeAll, describe, expect, test} from 'vitest';
import {disableWasmTraining, enableWasmTraining} from '../src/index.js';
import {expectSame, on, random, worst} from './both-backends.js';

beforeAll(() => {
  enableWasmTraining();
});

type Pool = (x: Tensor4D) => Tensor;

function gradient(pool: Pool) {
  return (x: Tensor, weights: Tensor): Tensor =>
    grad((x: Tensor) => {
      const y = pool(x as Tensor4D);
      return sum(mul(y, slice(weights, [0, 0, 0, 0], y.shape)));
    })(x);
}

describe.each([
  ['maxPool', maxPool],
  ['avgPool', avgPool],
] as const)('the gradient of %s', (_, op) => {
  test('agrees with cpu for any shape, window, stride and padding', async () => {
    const dimension = fc.integer({min: 1, max: 9});
    const small = fc.integer({min: 1, max: 4});
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(small, dimension, dimension, dimension),
        fc.tuple(small, small),
        fc.tuple(small, small),
        fc.constantFrom('same' as const, 'valid' as const, 1),
        fc.integer({min: -2, max: 2}),
        async (shape, window, strides, pad, shift) => {
          fc.pre(pad !== 'valid' || (window[0] <= shape[1] && window[1] <= shape[2]));
          // tfjs-core computes wrong output shapes for a number as padding unless all is square.
          fc.pre(typeof pad === 'string' || (window[0] === window[1] && strides[0] === strides[1]));
          // Padding as wide as the window makes windows without any element, whose pooling is not defined.
          fc.pre(typeof pad === 'string' || (window[0] > 1 && window[0] <= Math.min(shape[1], shape[2])));
          const pool: Pool = (x) =>
            op(sub(x, shift), window, strides, pad, typeof pad === 'number' ? 'floor' : undefined);
          await expectSame([random(shape, shape[1]), random([4, 12, 12, shape[3]], 9)], gradient(pool));
        },
      ),
      {numRuns: 40, seed: 6},
    );
  });
});

test('stock maxPool loses the gradient where all of a window is negative', async () => {
  const inputs = [
    {...random([1, 4, 4, 1], 1), values: new Float32Array(16).map((_, i) => -1 - i)},
    random([1, 2, 2, 1], 2),
  ];
  const compute = gradient((x) => maxPool(x, 2, 2, 'valid'));
  await expectSame(inputs, compute);
  disableWasmTraining();
  const [expected] = await on('cpu', inputs, compute);
  const [stock] = await on('wasm', inputs, compute);
  enableWasmTraining();
  expect(worst(stock?.values ?? [], expected?.values ?? [])).toBeGreaterThan(0.1);
});

test('avgPool over many channels agrees with cpu, where stock is out of bounds', async () => {
  await expectSame([random([1, 3, 3, 20000], 1)], (x) => avgPool(x as Tensor4D, 3, 1, 'valid'));
});
