import {backend_util, util} from '@tensorflow/tfjs-core';

/** A reduction over neighbouring axes, seen as one over the middle of [outer, rows, columns]; columns is 1 over the last axes. */
export interface BlockReduction {
  outer: number;
  rows: number;
  columns: number;
  outShape: number[];
}

/** The reduction as one over rows; undefined where axes are reduced that are not neighbours, or nothing is. */
export function blockReduction(
  shape: number[],
  axis: number | number[],
  keepDims: boolean,
): BlockReduction | undefined {
  const axes = util.parseAxisParam(axis, shape).sort((a, b) => a - b);
  const first = axes[0];
  if (first === undefined || util.sizeFromShape(shape) === 0) return undefined;
  const end = first + axes.length;
  if (end > shape.length || !axes.every((value, index) => value === first + index)) return undefined;
  const [outShape] = backend_util.computeOutAndReduceShapes(shape, axes);
  return {
    outer: util.sizeFromShape(shape.slice(0, first)),
    rows: util.sizeFromShape(shape.slice(first, end)),
    columns: util.sizeFromShape(shape.slice(end)),
    outShape: keepDims ? backend_util.expandShapeToKeepDim(outShape, axes) : outShape,
  };
}
