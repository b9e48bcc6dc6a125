import {BatchMatMul, type BatchMatMulAttrs} from '@tensorflow/tfjs-core';
import {batchedMatMul} from '../batched-mat-mul.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** Matrix products of any batch and transposition by the backend's fast path. */
export const batchMatMul: TrainingKernel = defineKernel<'a' | 'b', BatchMatMulAttrs>(
  BatchMatMul,
  ({inputs: {a, b}, attrs, backend}, stock) => {
    if (a.dtype !== 'float32' || b.dtype !== 'float32')
      return stock.call(BatchMatMul, backend, {a, b}, attrs);
    return batchedMatMul(stock, backend, a, b, attrs.transposeA, attrs.transposeB);
  },
);
