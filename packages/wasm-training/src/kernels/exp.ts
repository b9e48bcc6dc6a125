import {Exp, Max, RealDiv, Sigmoid, Sub} from '@tensorflow/tfjs-core';
import {floats} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {Scratch} from '../scratch.js';

/** Elements from which on four fast kernels take less time than the slow one. */
const LEAST_SIZE = 1024;
/** Up to here 1 − s, below, has no cancellation to speak of. */
const LARGEST = 0.5;

/**
 * `exp` as s / (1 − s) with s = sigmoid(x), where no element is large, as in a softmax or a Gaussian: sigmoid and
 * the arithmetic are vectorized, and the stock `exp` is not.
 */
export const exp: TrainingKernel = defineKernel<'x', object>(Exp, ({inputs: {x}, backend}, stock) => {
  const flat = {...x, shape: [floatsIn(x.shape)]};
  if (x.dtype !== 'float32' || (flat.shape[0] as number) < LEAST_SIZE) return stock.call(Exp, backend, {x});
  const scratch = new Scratch(backend);
  try {
    const largest = scratch.release(
      stock.call(Max, backend, {x: flat}, {reductionIndices: [0], keepDims: false}),
    );
    // Not `>`: the stock kernel shall have it where the maximum is NaN.
    if (!((floats(backend, largest)[0] as number) <= LARGEST)) return stock.call(Exp, backend, {x});
    const s = scratch.release(stock.call(Sigmoid, backend, {x}));
    const one = scratch.temp([]);
    floats(backend, one)[0] = 1;
    const rest = scratch.release(stock.call(Sub, backend, {a: one, b: s}));
    return stock.call(RealDiv, backend, {a: s, b: rest});
  } finally {
    scratch.dispose();
  }
});

function floatsIn(shape: number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}
