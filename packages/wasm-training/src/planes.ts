import type {Conv2DInfo} from './conv-info.js';

/** The planes of one image's channel: one for each residue of (row, column) by the strides. */
export interface Planes {
  count: number;
  height: number;
  width: number;
  /** height · width */
  size: number;
}

export function planesOf(info: Conv2DInfo): Planes {
  const {strideHeight, strideWidth, filterHeight, filterWidth, outHeight, outWidth} = info;
  // As many as all outputs and the filter's reach need, which covers explicit padding as well.
  const height = outHeight + Math.floor((filterHeight - 1) / strideHeight);
  const width = outWidth + Math.floor((filterWidth - 1) / strideWidth);
  return {count: strideHeight * strideWidth, height, width, size: height * width};
}

/** dy [batch, outHeight, outWidth, channels] onto planes of `planes`' size, zeros around. */
export function layOutGradient(dy: Float32Array, to: Float32Array, info: Conv2DInfo, planes: Planes): void {
  const {batchSize, outHeight, outWidth, outChannels} = info;
  to.fill(0);
  const row = outWidth * outChannels;
  for (let n = 0; n < batchSize; n++) {
    for (let h = 0; h < outHeight; h++) {
      const from = (n * outHeight + h) * row;
      to.set(dy.subarray(from, from + row), (n * planes.size + h * planes.width) * outChannels);
    }
  }
}
