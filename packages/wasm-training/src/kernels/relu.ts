import {Maximum, Relu} from '@tensorflow/tfjs-core';
import {floats} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {Scratch} from '../scratch.js';
import {vectorized} from '../simd/vectorized.js';

/**
 * `relu` as the maximum with 0: the stock kernel compares bit patterns as integers, so that a NaN with its sign bit set, which is
 * what x86 makes of ∞ − ∞ and 0 · ∞, becomes 0.
 */
export const relu: TrainingKernel = defineKernel<'x', object>(Relu, ({inputs: {x}, backend}, stock) => {
  if (x.dtype !== 'float32') return stock.call(Relu, backend, {x});
  const scratch = new Scratch(backend);
  try {
    const zero = scratch.temp([]);
    floats(backend, zero)[0] = 0;
    const loops = stock.loops(backend);
    return loops ? vectorized(loops.max, backend, x, zero) : stock.call(Maximum, backend, {a: x, b: zero});
  } finally {
    scratch.dispose();
  }
});
