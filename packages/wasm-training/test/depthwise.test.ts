import {depthwiseConv2d, grads, mul, slice, sum, type Tensor, type Tensor4D} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {beforeAll, expect, test} from 'vitest';
import {enableWasmTraining} from '../src/index.js';
import {expectSame, on, random} from './both-backends.js';

beforeAll(() => {
  enableWasmTraining();
});

type Pad = Parameters<typeof depthwiseConv2d>[3];

function gradients(strides: [number, number], pad: Pad) {
  return (x: Tensor, filter: Tensor, weights: Tensor): Tensor[] =>
    grads((x: Tensor, filter: Tensor) => {
      const y = depthwiseConv2d(x as Tensor4D, filter as Tensor4D, strides, pad);
      return sum(mul(y, slice(weights, [0, 0, 0, 0], y.shape)));
    })([x, filter]);
}

test('the gradients of depthwiseConv2d agree with cpu for any shape, stride and padding', async () => {
  const dimension = fc.integer({min: 1, max: 9});
  const small = fc.integer({min: 1, max: 4});
  const pixels = fc.nat(3);
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(small, dimension, dimension, dimension),
      fc.tuple(small, small, fc.integer({min: 1, max: 3})),
      fc.integer({min: 1, max: 3}),
      fc.oneof(
        fc.constantFrom('same' as const, 'valid' as const),
        fc.tuple(pixels, pixels, pixels, pixels).map(
          ([top, bottom, left, right]): Pad => [
            [0, 0],
            [top, bottom],
            [left, right],
            [0, 0],
          ],
        ),
      ),
      async (shape, [height, width, multiplier], stride, pad) => {
        const room = Array.isArray(pad) ? [pad[1][0] + pad[1][1], pad[2][0] + pad[2][1]] : [0, 0];
        fc.pre(pad === 'same' || height <= shape[1] + (room[0] as number));
        fc.pre(pad === 'same' || width <= shape[2] + (room[1] as number));
        const filter = random([height, width, shape[3], multiplier], height);
        const weights = random([shape[0], 16, 16, shape[3] * multiplier], 9);
        await expectSame([random(shape, width), filter, weights], gradients([stride, stride], pad));
      },
    ),
    {numRuns: 40, seed: 10},
  );
});

test('dilation is refused by name', async () => {
  const dilated = (x: Tensor, filter: Tensor): Tensor[] =>
    grads((x: Tensor, filter: Tensor) =>
      sum(depthwiseConv2d(x as Tensor4D, filter as Tensor4D, 1, 'same', 'NHWC', 2)),
    )([x, filter]);
  await expect(on('wasm', [random([1, 5, 5, 2], 1), random([3, 3, 2, 1], 2)], dilated)).rejects.toThrow(
    /dilation/,
  );
});
