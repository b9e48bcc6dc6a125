import type {TensorInfo} from '@tensorflow/tfjs-core';
import {floats, type WasmBackend} from './backend.js';
import type {Conv2DInfo} from './conv-info.js';
import type {Stock} from './kernel.js';
import {Scratch} from './scratch.js';

/**
 * The gradient of a convolution to its input: the convolution of `dy`, spread out by the stride, with the filter
 * turned by 180 degrees.
 *
 * @param kernel the stock kernel that convolves: plain or depthwise.
 * @param info the geometry of the forward convolution.
 */
export function convolveBack(
  stock: Stock,
  backend: WasmBackend,
  kernel: string,
  dy: TensorInfo,
  turnedFilter: TensorInfo,
  info: Conv2DInfo,
): TensorInfo {
  const {filterHeight, filterWidth, strideHeight, strideWidth, padInfo} = info;
  const top = filterHeight - 1 - padInfo.top;
  const left = filterWidth - 1 - padInfo.left;
  const bottom = info.inHeight + filterHeight - 1 - info.outHeight - top;
  const right = info.inWidth + filterWidth - 1 - info.outWidth - left;
  const convolve = (x: TensorInfo, pad: unknown): TensorInfo =>
    stock.call(
      kernel,
      backend,
      {x, filter: turnedFilter},
      {strides: [1, 1], dilations: [1, 1], pad, dataFormat: 'NHWC', dimRoundingMode: undefined},
    );
  if (strideHeight === 1 && strideWidth === 1 && Math.min(top, left, bottom, right) >= 0) {
    return convolve(dy, [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
  }
  const scratch = new Scratch(backend);
  try {
    const height = info.inHeight + filterHeight - 1;
    const width = info.inWidth + filterWidth - 1;
    const spreadOut = scratch.temp([info.batchSize, height, width, info.outChannels]);
    spread(floats(backend, dy), floats(backend, spreadOut), info, height, width, top, left);
    return convolve(spreadOut, 'valid');
  } finally {
    scratch.dispose();
  }
}

/** `dy` spread out by the stride over `height` and `width` from (top, left) on; cropped where that is outside. */
function spread(
  dy: Float32Array,
  to: Float32Array,
  info: Conv2DInfo,
  height: number,
  width: number,
  top: number,
  left: number,
): void {
  const {batchSize, outHeight, outWidth, outChannels, strideHeight, strideWidth} = info;
  to.fill(0);
  for (let n = 0; n < batchSize; n++) {
    for (let h = 0; h < outHeight; h++) {
      const row = h * strideHeight + top;
      if (row < 0 || row >= height) continue;
      for (let w = 0; w < outWidth; w++) {
        const column = w * strideWidth + left;
        if (column < 0 || column >= width) continue;
        const from = ((n * outHeight + h) * outWidth + w) * outChannels;
        const target = ((n * height + row) * width + column) * outChannels;
        for (let c = 0; c < outChannels; c++) to[target + c] = dy[from + c] as number;
      }
    }
  }
}
