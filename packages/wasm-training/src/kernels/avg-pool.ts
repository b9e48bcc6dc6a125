import {AvgPool, type AvgPoolAttrs, backend_util} from '@tensorflow/tfjs-core';
import {floats} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** Above both, the stock kernel reads and writes beyond its buffers (seen from 20,000 channels on). */
const SAFE_WINDOW = 8;
const SAFE_CHANNELS = 8192;

/** Average pooling, in plain loops where the stock kernel is out of bounds. */
export const avgPool: TrainingKernel = defineKernel<'x', AvgPoolAttrs>(
  AvgPool,
  ({inputs: {x}, attrs, backend}, stock) => {
    const info = backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      attrs.filterSize,
      attrs.strides,
      1,
      attrs.pad,
      attrs.dimRoundingMode,
    );
    const {batchSize, inHeight, inWidth, inChannels, outHeight, outWidth} = info;
    const {filterHeight, filterWidth, strideHeight, strideWidth, padInfo} = info;
    if (filterHeight * filterWidth <= SAFE_WINDOW || inChannels <= SAFE_CHANNELS || x.dtype !== 'float32') {
      return stock.call(AvgPool, backend, {x}, attrs);
    }
    const out = backend.makeOutput(info.outShape, 'float32');
    const values = floats(backend, x);
    const to = floats(backend, out).fill(0);
    for (let n = 0; n < batchSize; n++) {
      for (let oh = 0; oh < outHeight; oh++) {
        const hStart = Math.max(0, oh * strideHeight - padInfo.top);
        const hEnd = Math.min(inHeight, oh * strideHeight - padInfo.top + filterHeight);
        for (let ow = 0; ow < outWidth; ow++) {
          const wStart = Math.max(0, ow * strideWidth - padInfo.left);
          const wEnd = Math.min(inWidth, ow * strideWidth - padInfo.left + filterWidth);
          const target = ((n * outHeight + oh) * outWidth + ow) * inChannels;
          for (let h = hStart; h < hEnd; h++) {
            for (let w = wStart; w < wEnd; w++) {
              const at = ((n * inHeight + h) * inWidth + w) * inChannels;
              for (let c = 0; c < inChannels; c++) {
                to[target + c] = (to[target + c] as number) + (values[at + c] as number);
              }
            }
          }
          const count = (hEnd - hStart) * (wEnd - wStart);
          for (let c = target; c < target + inChannels; c++) to[c] = (to[c] as number) / count;
        }
      }
    }
    return out;
  },
);
