import {AddN, Mean, type MeanAttrs, Sum, type SumAttrs, type TensorInfo} from '@tensorflow/tfjs-core';
import {addressOf, floats, type WasmBackend} from '../backend.js';
import {type BlockReduction, blockReduction} from '../block-reduction.js';
import {defineKernel, type Stock, type TrainingKernel} from '../kernel.js';
import {Scratch} from '../scratch.js';
import type {VectorLoops} from '../simd/loops.js';

/** Rows that are added up at a time: as many as stay in the cache while the columns are gone through. */
const ROWS_AT_A_TIME = 128;
/** Up to so many rows of at least so many columns, adding whole rows is faster. */
const FEW_ROWS = 16;
const MANY_COLUMNS = 1024;

/** Sums times a factor; undefined where the stock kernel has to do it. */
function sums(
  stock: Stock,
  backend: WasmBackend,
  x: TensorInfo,
  plan: BlockReduction,
  factor: number,
): TensorInfo | undefined {
  const {outer, rows, columns, outShape} = plan;
  const loops = stock.loops(backend);
  if (columns === 1) {
    if (!loops) return undefined;
    const out = backend.makeOutput(outShape, 'float32');
    loops.sumRows(addressOf(backend, out), addressOf(backend, x), outer, rows, factor);
    return out;
  }
  if (!loops && outer === 1 && factor === 1 && rows <= FEW_ROWS && columns >= MANY_COLUMNS) {
    return addWholeRows(stock, backend, x, plan);
  }
  return sumColumns(loops, backend, x, plan, factor);
}

/** Adds up rows, without the transpose that the stock kernels make first. */
function sumColumns(
  loops: VectorLoops | undefined,
  backend: WasmBackend,
  x: TensorInfo,
  plan: BlockReduction,
  factor: number,
): TensorInfo {
  const {outer, rows, columns, outShape} = plan;
  const out = backend.makeOutput(outShape, 'float32');
  if (loops && rows <= ROWS_AT_A_TIME) {
    const [to, from] = [addressOf(backend, out), addressOf(backend, x)];
    for (let block = 0; block < outer; block++) {
      const start = from + 4 * block * rows * columns;
      loops.sumColumns(to + 4 * block * columns, start, 4 * columns, rows, columns);
    }
    if (factor !== 1) {
      const values = floats(backend, out);
      for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * factor;
    }
    return out;
  }
  const values = floats(backend, x);
  const result = floats(backend, out);
  const sums = new Float64Array(columns);
  for (let block = 0; block < outer; block++) {
    const start = block * rows * columns;
    const part = result.subarray(block * columns, (block + 1) * columns);
    sums.fill(0);
    for (let first = 0; first < rows; first += ROWS_AT_A_TIME) {
      const last = Math.min(rows, first + ROWS_AT_A_TIME);
      if (loops) {
        const from = values.byteOffset + 4 * (start + first * columns);
        loops.sumColumns(part.byteOffset, from, 4 * columns, last - first, columns);
        for (let column = 0; column < columns; column++) {
          sums[column] = (sums[column] as number) + (part[column] as number);
        }
      } else addRows(values, start + first * columns, start + last * columns, sums);
    }
    for (let column = 0; column < columns; column++) part[column] = (sums[column] as number) * factor;
  }
  return out;
}

/** Adds the rows from element `start` to `end` to the sums of their columns. */
function addRows(values: Float32Array, start: number, end: number, sums: Float64Array): void {
  const columns = sums.length;
  const fours = columns - (columns % 4);
  // Four columns in local variables, which the compiler keeps in registers.
  for (let column = 0; column < fours; column += 4) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let at = start + column; at < end; at += columns) {
      a += values[at] as number;
      b += values[at + 1] as number;
      c += values[at + 2] as number;
      d += values[at + 3] as number;
    }
    sums[column] = (sums[column] as number) + a;
    sums[column + 1] = (sums[column + 1] as number) + b;
    sums[column + 2] = (sums[column + 2] as number) + c;
    sums[column + 3] = (sums[column + 3] as number) + d;
  }
  for (let column = fours; column < columns; column++) {
    let a = 0;
    for (let at = start + column; at < end; at += columns) a += values[at] as number;
    sums[column] = (sums[column] as number) + a;
  }
}

function addWholeRows(stock: Stock, backend: WasmBackend, x: TensorInfo, plan: BlockReduction): TensorInfo {
  const scratch = new Scratch(backend);
  try {
    const rows = Array.from({length: plan.rows}, (_, row) =>
      scratch.view(x, row * plan.columns, [plan.columns]),
    );
    const out = stock.call(AddN, backend, rows);
    out.shape = plan.outShape;
    return out;
  } finally {
    scratch.dispose();
  }
}

/** `sum`, fast over any neighbouring axes. */
export const sum: TrainingKernel = defineKernel<'x', SumAttrs>(
  Sum,
  ({inputs: {x}, attrs, backend}, stock) => {
    const plan = x.dtype === 'float32' ? blockReduction(x.shape, attrs.axis, attrs.keepDims) : undefined;
    return (plan && sums(stock, backend, x, plan, 1)) ?? stock.call(Sum, backend, {x}, attrs);
  },
);

/** `mean`, fast over any neighbouring axes. */
export const mean: TrainingKernel = defineKernel<'x', MeanAttrs>(
  Mean,
  ({inputs: {x}, attrs, backend}, stock) => {
    const plan = x.dtype === 'float32' ? blockReduction(x.shape, attrs.axis, attrs.keepDims) : undefined;
    return (plan && sums(stock, backend, x, plan, 1 / plan.rows)) ?? stock.call(Mean, backend, {x}, attrs);
  },
);
