import {Exp, LeakyRelu, type LeakyReluAttrs, Log, Rsqrt, Sqrt} from '@tensorflow/tfjs-core';
import {floats} from '../backend.js';
import {exponentials} from '../exponential.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {logarithms} from '../logarithm.js';

function unary<A extends object>(
  name: string,
  compute: (x: Float32Array, out: Float32Array, attrs: A) => void,
): TrainingKernel {
  return defineKernel<'x', A>(name, ({inputs: {x}, attrs, backend}, stock) => {
    if (x.dtype !== 'float32') return stock.call(name, backend, {x}, attrs);
    const out = backend.makeOutput(x.shape, 'float32');
    compute(floats(backend, x), floats(backend, out), attrs);
    return out;
  });
}

/** Element by element, where the stock kernel takes several times as long. */
export const unaryKernels: readonly TrainingKernel[] = [
  unary(Exp, exponentials),
  unary<LeakyReluAttrs>(LeakyRelu, (x, out, {alpha}) => {
    for (let i = 0; i < x.length; i++) {
      const value = x[i] as number;
      out[i] = value < 0 ? alpha * value : value;
    }
  }),
  unary(Log, logarithms),
  unary(Rsqrt, (x, out) => {
    for (let i = 0; i < x.length; i++) out[i] = 1 / Math.sqrt(x[i] as number);
  }),
  unary(Sqrt, (x, out) => {
    for (let i = 0; i < x.length; i++) out[i] = Math.sqrt(x[i] as number);
  }),
];
