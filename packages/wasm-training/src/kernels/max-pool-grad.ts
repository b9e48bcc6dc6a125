import {backend_util, MaxPoolGrad, type MaxPoolGradAttrs} from '@tensorflow/tfjs-core';
import {floats} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/**
 * The gradient of max pooling: each gradient goes to the first largest element of its window.
 *
 * The stock kernel takes 0 for the maximum to begin with, so it loses the gradients of windows whose values are
 * all negative.
 */
export const maxPoolGrad: TrainingKernel = defineKernel<'dy' | 'input', MaxPoolGradAttrs>(
  MaxPoolGrad,
  ({inputs, attrs, backend}) => {
    const {dy, input} = inputs;
    const info = backend_util.computePool2DInfo(
      input.shape as [number, number, number, number],
      attrs.filterSize,
      attrs.strides,
      1,
      attrs.pad,
      attrs.dimRoundingMode,
    );
    const {batchSize, inHeight, inWidth, inChannels, outHeight, outWidth} = info;
    const {filterHeight, filterWidth, strideHeight, strideWidth, padInfo} = info;
    const out = backend.makeOutput(input.shape, 'float32');
    const x = floats(backend, input);
    const gradient = floats(backend, dy);
    const dx = floats(backend, out).fill(0);
    const largest = new Float64Array(inChannels);
    const where = new Int32Array(inChannels);
    for (let n = 0; n < batchSize; n++) {
      for (let oh = 0; oh < outHeight; oh++) {
        const top = oh * strideHeight - padInfo.top;
        const hEnd = Math.min(inHeight, top + filterHeight);
        for (let ow = 0; ow < outWidth; ow++) {
          const left = ow * strideWidth - padInfo.left;
          const wStart = Math.max(0, left);
          const wEnd = Math.min(inWidth, left + filterWidth);
          largest.fill(Number.NEGATIVE_INFINITY);
          where.fill(-1);
          for (let h = Math.max(0, top); h < hEnd; h++) {
            for (let w = wStart; w < wEnd; w++) {
              const at = ((n * inHeight + h) * inWidth + w) * inChannels;
              for (let c = 0; c < inChannels; c++) {
                const value = x[at + c] as number;
                if (value > (largest[c] as number)) {
                  largest[c] = value;
                  where[c] = at + c;
                }
              }
            }
          }
          const from = ((n * outHeight + oh) * outWidth + ow) * inChannels;
          for (let c = 0; c < inChannels; c++) {
            const at = where[c] as number;
            if (at >= 0) dx[at] = (dx[at] as number) + (gradient[from + c] as number);
          }
        }
      }
    }
    return out;
  },
);
