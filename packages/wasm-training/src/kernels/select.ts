import {Select, util} from '@tensorflow/tfjs-core';
import {valuesOf} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** `where`, element by element in the heap. */
export const select: TrainingKernel = defineKernel<'condition' | 't' | 'e', object>(
  Select,
  ({inputs: {condition, t, e}, backend}, stock) => {
    const fits = t.dtype === e.dtype && t.dtype !== 'string' && t.dtype !== 'complex64';
    if (!fits || !util.arraysEqual(condition.shape, t.shape)) {
      return stock.call(Select, backend, {condition, t, e});
    }
    const out = backend.makeOutput(t.shape, t.dtype);
    const chosen = valuesOf(backend, condition);
    const [to, yes, no] = [valuesOf(backend, out), valuesOf(backend, t), valuesOf(backend, e)];
    for (let i = 0; i < to.length; i++) to[i] = (chosen[i] ? yes[i] : no[i]) as number;
    return out;
  },
);
