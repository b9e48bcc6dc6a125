import {OneHot, type OneHotAttrs} from '@tensorflow/tfjs-core';
import {integers, valuesOf} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** `oneHot` in any numeric type; the stock kernel writes integers into a float32 tensor. */
export const oneHot: TrainingKernel = defineKernel<'indices', OneHotAttrs>(
  OneHot,
  ({inputs: {indices}, attrs: {depth, onValue, offValue, dtype}, backend}) => {
    const out = backend.makeOutput([...indices.shape, depth], dtype);
    const to = valuesOf(backend, out).fill(offValue);
    const at = integers(backend, indices);
    for (let i = 0; i < at.length; i++) {
      const index = at[i] as number;
      if (index >= 0 && index < depth) to[i * depth + index] = onValue;
    }
    return out;
  },
);
