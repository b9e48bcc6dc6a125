import {backend_util, GatherV2, type GatherV2Attrs, type Tensor, util} from '@tensorflow/tfjs-core';
import {integers, valuesOf} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** `gather` by block copies; the stock kernel computes an index for every element. */
export const gather: TrainingKernel = defineKernel<'x' | 'indices', GatherV2Attrs>(
  GatherV2,
  ({inputs: {x, indices}, attrs, backend}) => {
    const axis = util.parseAxisParam(attrs.axis, x.shape)[0] as number;
    const {batchSize, outerSize, dimSize, sliceSize, outputShape} =
      // It reads nothing but the shapes.
      backend_util.segment_util.collectGatherOpShapeInfo(
        x as Tensor,
        indices as Tensor,
        axis,
        attrs.batchDims,
      );
    const out = backend.makeOutput(outputShape, x.dtype);
    const wanted = integers(backend, indices);
    for (const index of wanted) {
      util.assert(
        index >= 0 && index < dimSize,
        () => `gather: an index is ${index}, which is not in [0, ${dimSize - 1}].`,
      );
    }
    const from = valuesOf(backend, x);
    const to = valuesOf(backend, out);
    // Both lie in one heap, in which a block is copied without a view of it.
    const bytes = x.dtype === 'bool' ? 1 : 4;
    const heap = new Uint8Array(from.buffer);
    const perBatch = wanted.length / batchSize;
    let target = 0;
    for (let batch = 0; batch < batchSize; batch++) {
      const ofBatch = wanted.subarray(batch * perBatch, (batch + 1) * perBatch);
      for (let outer = 0; outer < outerSize; outer++) {
        const block = (batch * outerSize + outer) * dimSize;
        for (const index of ofBatch) {
          const source = (block + index) * sliceSize;
          if (sliceSize === 1) to[target] = from[source] as number;
          else {
            const at = from.byteOffset + bytes * source;
            heap.copyWithin(to.byteOffset + bytes * target, at, at + bytes * sliceSize);
          }
          target += sliceSize;
        }
      }
    }
    return out;
  },
);
