import {Max, type MaxAttrs, MaxPool} from '@tensorflow/tfjs-core';
import {floats} from '../backend.js';
import {blockReduction} from '../block-reduction.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** `max`, over other axes than the last as max pooling of columns, which is vectorized. */
export const max: TrainingKernel = defineKernel<'x', MaxAttrs>(
  Max,
  ({inputs: {x}, attrs, backend}, stock) => {
    const plan =
      x.dtype === 'float32' ? blockReduction(x.shape, attrs.reductionIndices, attrs.keepDims) : undefined;
    // Max pooling passes over NaN, which the largest of some numbers must not hide.
    if (!plan || mayHaveNaN(floats(backend, x))) return stock.call(Max, backend, {x}, attrs);
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

/** Whether the sum is NaN: so it is where a number is NaN, and else only where infinities cancel out. */
function mayHaveNaN(values: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const fours = values.length - (values.length % 4);
  for (let i = 0; i < fours; i += 4) {
    a += values[i] as number;
    b += values[i + 1] as number;
    c += values[i + 2] as number;
    d += values[i + 3] as number;
  }
  for (let i = fours; i < values.length; i++) a += values[i] as number;
  return Number.isNaN(a + b + c + d);
}
