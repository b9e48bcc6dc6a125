import {Slice, type SliceAttrs, slice_util, util} from '@tensorflow/tfjs-core';
import {valuesOf} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** `slice` by copying what is asked for; the stock kernel copies all of `x` first. */
export const slice: TrainingKernel = defineKernel<'x', SliceAttrs>(
  Slice,
  ({inputs: {x}, attrs, backend}, stock) => {
    if (x.dtype === 'string' || x.dtype === 'complex64') return stock.call(Slice, backend, {x}, attrs);
    const [begin, size] = slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [number[], number[]];
    slice_util.assertParamsValid(x, begin, size);
    const out = backend.makeOutput(size, x.dtype);
    const from = valuesOf(backend, x);
    const to = valuesOf(backend, out);
    if (to.length === 0) return out;
    const strides = [...util.computeStrides(x.shape), 1];
    // From this axis on, all of x is taken, so that what is copied is contiguous.
    let whole = x.shape.length;
    while (whole > 1 && size[whole - 1] === x.shape[whole - 1]) whole--;
    const last = Math.max(0, whole - 1);
    const block = util.sizeFromShape(size.slice(last));
    let target = 0;
    copy(0, 0);
    return out;

    function copy(axis: number, source: number): void {
      const stride = strides[axis] as number;
      const start = source + (begin[axis] ?? 0) * stride;
      if (axis >= last) {
        if (block === 1) to[target] = from[start] as number;
        else to.set(from.subarray(start, start + block), target);
        target += block;
        return;
      }
      for (let i = 0; i < (size[axis] as number); i++) copy(axis + 1, start + i * stride);
    }
  },
);
