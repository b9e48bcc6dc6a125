import {UnsortedSegmentSum, type UnsortedSegmentSumAttrs, util} from '@tensorflow/tfjs-core';
import {floats, integers, valuesOf} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** Sums the rows of `x` that have the same segment id; the gradient of `gather`. Ids out of range are left out. */
export const unsortedSegmentSum: TrainingKernel = defineKernel<'x' | 'segmentIds', UnsortedSegmentSumAttrs>(
  UnsortedSegmentSum,
  ({inputs, attrs, backend}) => {
    const {x, segmentIds} = inputs;
    const {numSegments} = attrs;
    util.assert(
      segmentIds.shape.length === 1 && segmentIds.shape[0] === x.shape[0],
      () =>
        `unsortedSegmentSum: segmentIds must have the shape [${x.shape[0]}], one id for each row of x, ` +
        `but it has [${segmentIds.shape}].`,
    );
    const rowSize = util.sizeFromShape(x.shape.slice(1));
    const out = backend.makeOutput([numSegments, ...x.shape.slice(1)], 'float32');
    const sums = floats(backend, out).fill(0);
    const values = valuesOf(backend, x);
    const ids = integers(backend, segmentIds);
    for (let row = 0; row < ids.length; row++) {
      const id = ids[row] as number;
      if (id < 0 || id >= numSegments) continue;
      const to = id * rowSize;
      const from = row * rowSize;
      for (let i = 0; i < rowSize; i++)
        sums[to + i] = (sums[to + i] as number) + (values[from + i] as number);
    }
    return out;
  },
);
