import {conv2d, grads, mul, slice, sum, type Tensor, type Tensor4D} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {beforeAll, describe, expect, test} from 'vitest';
import {enableWasmTraining} from '../src/index.js';
import {expectSame, on, random} from './both-backends.js';

beforeAll(() => {
  enableWasmTraining();
});

type Pad = Parameters<typeof conv2d>[3];

/** The gradients of a convolution to its input and filter, with a different weight for every output. */
function gradients(strides: [number, number], pad: Pad) {
  return (x: Tensor, filter: Tensor, weights: Tensor): Tensor[] =>
    grads((x: Tensor, filter: Tensor) => {
      const y = conv2d(x as Tensor4D, filter as Tensor4D, strides, pad);
      return sum(mul(y, slice(weights, [0, 0, 0, 0], y.shape)));
    })([x, filter]);
}

describe('the gradients of conv2d', () => {
  test('agree with cpu for any shape, stride and padding', async () => {
    const dimension = fc.integer({min: 1, max: 9});
    const filterSize = fc.integer({min: 1, max: 5});
    const stride = fc.integer({min: 1, max: 3});
    const pixels = fc.nat(3);
    const pad: fc.Arbitrary<Pad> = fc.oneof(
      fc.constantFrom<Pad>('same', 'valid'),
      fc.tuple(pixels, pixels, pixels, pixels).map(
        ([top, bottom, left, right]): Pad => [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ],
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          batch: fc.integer({min: 1, max: 6}),
          size: fc.tuple(dimension, dimension),
          filter: fc.tuple(filterSize, filterSize),
          channels: fc.tuple(dimension, dimension),
          strides: fc.tuple(stride, stride),
          pad,
          seed: fc.nat(1000),
        }),
        async ({batch, size, filter, channels, strides, pad, seed}) => {
          fc.pre(Array.isArray(pad) || pad === 'same' || (filter[0] <= size[0] && filter[1] <= size[1]));
          if (Array.isArray(pad)) {
            fc.pre(size[0] + pad[1][0] + pad[1][1] >= filter[0]);
            fc.pre(size[1] + pad[2][0] + pad[2][1] >= filter[1]);
          }
          const x = random([batch, ...size, channels[0]], seed);
          const kernel = random([...filter, ...channels], seed + 1);
          const weights = random([batch, 16, 16, channels[1]], seed + 2);
          await expectSame([x, kernel, weights], gradients(strides, pad));
        },
      ),
      {numRuns: 40, seed: 3},
    );
  });

  test.each([
    {shape: [7, 28, 28, 1], filter: [3, 3, 1, 4], strides: 1, pad: 'same'},
    {shape: [17, 14, 14, 2], filter: [3, 3, 2, 3], strides: 1, pad: 'same'},
    {shape: [9, 15, 13, 3], filter: [5, 4, 3, 4], strides: 2, pad: 'valid'},
    {shape: [70, 15, 15, 1], filter: [2, 2, 1, 2], strides: 2, pad: 'same'},
  ] as const)(
    'agree with cpu over several chunks: $shape, $filter',
    async ({shape, filter, strides, pad}) => {
      const weights = random([shape[0], 28, 28, filter[3]], 7);
      await expectSame(
        [random([...shape], 5), random([...filter], 6), weights],
        gradients([strides, strides], pad),
        2e-5,
      );
    },
  );

  test('dilation is refused by name', async () => {
    const dilated = (x: Tensor, filter: Tensor): Tensor[] =>
      grads((x: Tensor, filter: Tensor) =>
        sum(conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same', 'NHWC', 2)),
      )([x, filter]);
    await expect(on('wasm', [random([1, 5, 5, 1], 1), random([3, 3, 1, 1], 2)], dilated)).rejects.toThrow(
      /dilation/,
    );
  });
});
