import {
  backend_util,
  Mean,
  type MeanAttrs,
  Sum,
  type SumAttrs,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import {floats, type WasmBackend} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** A reduction over the leading axes, seen as one over the rows of a matrix; undefined where it is not one. */
export function leadingReduction(
  shape: number[],
  axis: number | number[],
  keepDims: boolean,
): {rows: number; columns: number; outShape: number[]} | undefined {
  const axes = util.parseAxisParam(axis, shape).sort((a, b) => a - b);
  const leading = axes.every((value, index) => value === index);
  if (!leading || axes.length === 0 || axes.length === shape.length) return undefined;
  const [outShape, reduceShape] = backend_util.computeOutAndReduceShapes(shape, axes);
  return {
    rows: util.sizeFromShape(reduceShape),
    columns: util.sizeFromShape(outShape),
    outShape: keepDims ? backend_util.expandShapeToKeepDim(outShape, axes) : outShape,
  };
}

/** Rows that are added up at a time: as many as stay in the cache while the columns are gone through. */
const ROWS_AT_A_TIME = 128;

/** Adds up the rows of a matrix times `factor`, in double precision, without the transpose that stock makes. */
function sumRows(
  backend: WasmBackend,
  x: TensorInfo,
  {rows, columns, outShape}: {rows: number; columns: number; outShape: number[]},
  factor: number,
): TensorInfo {
  const out = backend.makeOutput(outShape, 'float32');
  const values = floats(backend, x);
  const sums = new Float64Array(columns);
  const fours = columns - (columns % 4);
  for (let first = 0; first < rows; first += ROWS_AT_A_TIME) {
    const end = Math.min(rows, first + ROWS_AT_A_TIME) * columns;
    // Four columns in local variables, which the compiler keeps in registers.
    for (let column = 0; column < fours; column += 4) {
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let at = first * columns + column; at < end; at += columns) {
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
      for (let at = first * columns + column; at < end; at += columns) a += values[at] as number;
      sums[column] = (sums[column] as number) + a;
    }
  }
  const result = floats(backend, out);
  for (let column = 0; column < columns; column++) result[column] = (sums[column] as number) * factor;
  return out;
}

/** `sum`, fast over leading axes as well. */
export const sum: TrainingKernel = defineKernel<'x', SumAttrs>(Sum, ({inputs, attrs, backend}, stock) => {
  const {x} = inputs;
  const plan = x.dtype === 'float32' ? leadingReduction(x.shape, attrs.axis, attrs.keepDims) : undefined;
  if (!plan) return stock.call(Sum, backend, {x}, attrs);
  return sumRows(backend, x, plan, 1);
});

/** `mean`, fast over leading axes as well. */
export const mean: TrainingKernel = defineKernel<'x', MeanAttrs>(Mean, ({inputs, attrs, backend}, stock) => {
  const {x} = inputs;
  const plan = x.dtype === 'float32' ? leadingReduction(x.shape, attrs.axis, attrs.keepDims) : undefined;
  if (!plan) return stock.call(Mean, backend, {x}, attrs);
  return sumRows(backend, x, plan, 1 / plan.rows);
});
