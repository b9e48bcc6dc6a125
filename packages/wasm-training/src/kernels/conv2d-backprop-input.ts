import {Conv2D, Conv2DBackpropInput, type TensorInfo} from '@tensorflow/tfjs-core';
import {floats, type WasmBackend} from '../backend.js';
import {type Conv2DAttrs, type Conv2DInfo, conv2DInfo} from '../conv-info.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {Scratch} from '../scratch.js';

/**
 * The gradient of a convolution to its input: the convolution of `dy`, spread out by the stride, with the filter
 * turned by 180 degrees, its channels swapped.
 */
export const conv2DBackpropInput: TrainingKernel = defineKernel<
  'dy' | 'filter',
  Conv2DAttrs & {inputShape: [number, number, number, number]}
>(Conv2DBackpropInput, ({inputs, attrs, backend}, stock) => {
  const {dy, filter} = inputs;
  const info = conv2DInfo('conv2d', attrs.inputShape, filter.shape, attrs, false);
  const {filterHeight, filterWidth, inChannels, outChannels, strideHeight, strideWidth, padInfo} = info;
  const top = filterHeight - 1 - padInfo.top;
  const left = filterWidth - 1 - padInfo.left;
  const bottom = info.inHeight + filterHeight - 1 - info.outHeight - top;
  const right = info.inWidth + filterWidth - 1 - info.outWidth - left;
  const scratch = new Scratch(backend);
  try {
    const turned = scratch.temp([filterHeight, filterWidth, outChannels, inChannels]);
    turnFilter(floats(backend, filter), floats(backend, turned), info);
    if (strideHeight === 1 && strideWidth === 1 && Math.min(top, left, bottom, right) >= 0) {
      const pad = [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ];
      return convolve(dy, turned, pad);
    }
    return convolve(scratch.release(spread(backend, dy, info, top, left)), turned, 'valid');
  } finally {
    scratch.dispose();
  }

  function convolve(x: TensorInfo, by: TensorInfo, pad: Conv2DAttrs['pad'] | number[][]): TensorInfo {
    return stock.call(
      Conv2D,
      backend,
      {x, filter: by},
      {strides: [1, 1], dilations: [1, 1], pad, dataFormat: 'NHWC', dimRoundingMode: undefined},
    );
  }
});

/** [height, width, in, out] to [height, width, out, in] with height and width reversed. */
function turnFilter(filter: Float32Array, to: Float32Array, info: Conv2DInfo): void {
  const {filterHeight, filterWidth, inChannels, outChannels} = info;
  const positions = filterHeight * filterWidth;
  const size = inChannels * outChannels;
  for (let position = 0; position < positions; position++) {
    const from = (positions - 1 - position) * size;
    for (let i = 0; i < inChannels; i++) {
      for (let o = 0; o < outChannels; o++) {
        to[position * size + o * inChannels + i] = filter[from + i * outChannels + o] as number;
      }
    }
  }
}

/** `dy` spread out by the stride, with as many zeros around as the filter reaches, cropped where padding was. */
function spread(
  backend: WasmBackend,
  dy: TensorInfo,
  info: Conv2DInfo,
  top: number,
  left: number,
): TensorInfo {
  const {batchSize, outHeight, outWidth, outChannels, strideHeight, strideWidth} = info;
  const height = info.inHeight + info.filterHeight - 1;
  const width = info.inWidth + info.filterWidth - 1;
  const out = backend.makeOutput([batchSize, height, width, outChannels], 'float32');
  const values = floats(backend, dy);
  const to = floats(backend, out).fill(0);
  for (let n = 0; n < batchSize; n++) {
    for (let h = 0; h < outHeight; h++) {
      const row = h * strideHeight + top;
      if (row < 0 || row >= height) continue;
      for (let w = 0; w < outWidth; w++) {
        const column = w * strideWidth + left;
        if (column < 0 || column >= width) continue;
        const from = ((n * outHeight + h) * outWidth + w) * outChannels;
        const target = ((n * height + row) * width + column) * outChannels;
        for (let c = 0; c < outChannels; c++) to[target + c] = values[from + c] as number;
      }
    }
  }
  return out;
}
