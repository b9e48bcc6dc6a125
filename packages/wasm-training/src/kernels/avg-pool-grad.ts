import {AvgPoolGrad, type AvgPoolGradAttrs, backend_util} from '@tensorflow/tfjs-core';
import {floats} from '../backend.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

/** The gradient of average pooling: each gradient in equal parts to its window, in the order of the memory. */
export const avgPoolGrad: TrainingKernel = defineKernel<'dy' | 'input', AvgPoolGradAttrs>(
  AvgPoolGrad,
  ({inputs, attrs, backend}) => {
    const {dy, input} = inputs;
    const info = backend_util.computePool2DInfo(
      input.shape as [number, number, number, number],
      attrs.filterSize,
      attrs.strides,
      1,
      attrs.pad,
    );
    const {batchSize, inHeight, inWidth, inChannels, outHeight, outWidth} = info;
    const {filterHeight, filterWidth, strideHeight, strideWidth, padInfo} = info;
    const out = backend.makeOutput(input.shape, 'float32');
    const gradient = floats(backend, dy);
    const dx = floats(backend, out).fill(0);
    const part = 1 / (filterHeight * filterWidth);
    for (let n = 0; n < batchSize; n++) {
      for (let oh = 0; oh < outHeight; oh++) {
        const top = oh * strideHeight - padInfo.top;
        const hEnd = Math.min(inHeight, top + filterHeight);
        for (let ow = 0; ow < outWidth; ow++) {
          const left = ow * strideWidth - padInfo.left;
          const wEnd = Math.min(inWidth, left + filterWidth);
          const from = ((n * outHeight + oh) * outWidth + ow) * inChannels;
          for (let h = Math.max(0, top); h < hEnd; h++) {
            for (let w = Math.max(0, left); w < wEnd; w++) {
              const at = ((n * inHeight + h) * inWidth + w) * inChannels;
              for (let c = 0; c < inChannels; c++) {
                dx[at + c] = (dx[at + c] as number) + (gradient[from + c] as number) * part;
              }
            }
          }
        }
      }
    }
    return out;
  },
);
