import {Max, type MaxAttrs, MaxPool, type TensorInfo} from '@tensorflow/tfjs-core';
import {addressOf, floats, type WasmBackend} from '../backend.js';
import {type BlockReduction, blockReduction} from '../block-reduction.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import type {VectorLoops} from '../simd/loops.js';

/** `max` by vectorized loops; where there are none, over other axes than the last as max pooling of columns. */
export const max: TrainingKernel = defineKernel<'x', MaxAttrs>(
  Max,
  ({inputs: {x}, attrs, backend}, stock) => {
    const plan =
      x.dtype === 'float32' ? blockReduction(x.shape, attrs.reductionIndices, attrs.keepDims) : undefined;
    if (!plan) return stock.call(Max, backend, {x}, attrs);
    const loops = stock.loops(backend);
    if (loops) return largest(loops, backend, x, plan);
    // Max pooling passes over NaN, which the largest of some numbers must not hide.
    if (plan.columns === 1 || mayHaveNaN(floats(backend, x))) return stock.call(Max, backend, {x}, attrs);
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

/** Columns whose largest elements so far stay in the cache while the rows are gone through. */
const COLUMNS_AT_A_TIME = 2048;

function largest(
  loops: VectorLoops,
  backend: WasmBackend,
  x: TensorInfo,
  {outer, rows, columns, outShape}: BlockReduction,
): TensorInfo {
  const out = backend.makeOutput(outShape, 'float32');
  const [to, from] = [addressOf(backend, out), addressOf(backend, x)];
  if (columns === 1) {
    loops.maxRows(to, from, outer, rows);
    return out;
  }
  for (let block = 0; block < outer; block++) {
    for (let first = 0; first < columns; first += COLUMNS_AT_A_TIME) {
      const count = Math.min(COLUMNS_AT_A_TIME, columns - first);
      const most = to + 4 * (block * columns + first);
      const start = from + 4 * (block * rows * columns + first);
      for (let row = 0; row < rows; row++) {
        loops.max(most, row === 0 ? start : most, 0, 4, start + 4 * row * columns, 0, 4, 1, count);
      }
    }
  }
  return out;
}

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
