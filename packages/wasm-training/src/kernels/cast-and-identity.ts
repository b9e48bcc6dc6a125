import {Cast, type CastAttrs, Identity} from '@tensorflow/tfjs-core';
import {reshaped, valuesOf} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** The same data once more, as on the other backends; the stock kernel copies them. */
export const identity: TrainingKernel = defineKernel<'x', object>(Identity, ({inputs: {x}, backend}) =>
  reshaped(backend, x, x.shape),
);

const CASTABLE = new Set(['float32', 'int32', 'bool']);

/** Casts without a copy where the type stays; to bool as "is not 0", where the stock kernel keeps the low byte. */
export const cast: TrainingKernel = defineKernel<'x', CastAttrs>(
  Cast,
  ({inputs: {x}, attrs: {dtype}, backend}, stock) => {
    if (x.dtype === dtype) return reshaped(backend, x, x.shape);
    if (!CASTABLE.has(x.dtype) || !CASTABLE.has(dtype)) return stock.call(Cast, backend, {x}, {dtype});
    const out = backend.makeOutput(x.shape, dtype);
    const to = valuesOf(backend, out);
    const from = valuesOf(backend, x);
    if (dtype === 'bool') {
      for (let i = 0; i < to.length; i++) to[i] = from[i] === 0 ? 0 : 1;
    } else {
      to.set(from);
    }
    return out;
  },
);
