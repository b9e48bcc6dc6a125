import {Max, type MaxAttrs, MaxPool} from '@tensorflow/tfjs-core';
import {blockReduction} from '../block-reduction.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** `max`, over other axes than the last as max pooling of columns, which is vectorized. */
export const max: TrainingKernel = defineKernel<'x', MaxAttrs>(
  Max,
  ({inputs: {x}, attrs, backend}, stock) => {
    const plan =
      x.dtype === 'float32' ? blockReduction(x.shape, attrs.reductionIndices, attrs.keepDims) : undefined;
    if (!plan) return stock.call(Max, backend, {x}, attrs);
    const {outer, rows, columns, outShape} = plan;
    const image = {...x, shape: [outer, rows, 1, columns]};
    const out = stock.call(
      MaxPool,
      backend,
      {x: image},
      {filterSize: [rows, 1], strides: [1, 1], pad: 'valid', dimRoundingMode: undefined},
    );
    out.shape = outShape;
    return out;
  },
);
