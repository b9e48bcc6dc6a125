import {DepthwiseConv2dNativeBackpropFilter} from '@tensorflow/tfjs-core';
import {floats} from '../backend.js';
import {type Conv2DAttrs, type Conv2DInfo, conv2DInfo} from '../conv-info.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {layOutGradient, type Planes, planesOf} from '../planes.js';
import {Scratch} from '../scratch.js';

/**
 * The gradient of a depthwise convolution to its filter: on the planes that the gradient of a plain convolution
 * uses, each element of the filter is the sum of the products of two sequences, one shifted by a constant.
 */
export const depthwiseBackpropFilter: TrainingKernel = defineKernel<
  'x' | 'dy',
  Conv2DAttrs & {filterShape: [number, number, number, number]}
>(DepthwiseConv2dNativeBackpropFilter, ({inputs, attrs, backend}) => {
  const {x, dy} = inputs;
  const info = conv2DInfo('depthwiseConv2d', x.shape, attrs.filterShape, attrs, true);
  const {batchSize, filterHeight, filterWidth, outChannels, strideHeight, strideWidth} = info;
  const planes = planesOf(info);
  const positions = batchSize * planes.size;
  const out = backend.makeOutput(attrs.filterShape, 'float32');
  const scratch = new Scratch(backend);
  try {
    const spreadX = scratch.temp([planes.count, positions, outChannels]);
    const spreadDy = scratch.temp([positions, outChannels]);
    const [input, gradient, to] = [floats(backend, spreadX), floats(backend, spreadDy), floats(backend, out)];
    layOutInput(floats(backend, x), input, info, planes);
    layOutGradient(floats(backend, dy), gradient, info, planes);
    for (let kh = 0; kh < filterHeight; kh++) {
      for (let kw = 0; kw < filterWidth; kw++) {
        const plane = (kh % strideHeight) * strideWidth + (kw % strideWidth);
        const shift = Math.floor(kh / strideHeight) * planes.width + Math.floor(kw / strideWidth);
        addProducts(
          input.subarray((plane * positions + shift) * outChannels, (plane + 1) * positions * outChannels),
          gradient,
          to.subarray((kh * filterWidth + kw) * outChannels, (kh * filterWidth + kw + 1) * outChannels),
        );
      }
    }
    return out;
  } finally {
    scratch.dispose();
  }
});

/** x [batch, height, width, in] to [plane, image, plane row, plane column, out], channels repeated. */
function layOutInput(x: Float32Array, to: Float32Array, info: Conv2DInfo, planes: Planes): void {
  const {batchSize, inHeight, inWidth, inChannels, outChannels, strideHeight, strideWidth, padInfo} = info;
  const multiplier = outChannels / inChannels;
  to.fill(0);
  for (let n = 0; n < batchSize; n++) {
    for (let h = 0; h < inHeight; h++) {
      const paddedH = h + padInfo.top;
      const planeRow = Math.floor(paddedH / strideHeight);
      if (planeRow >= planes.height) break;
      for (let w = 0; w < inWidth; w++) {
        const paddedW = w + padInfo.left;
        const planeColumn = Math.floor(paddedW / strideWidth);
        if (planeColumn >= planes.width) break;
        const plane = (paddedH % strideHeight) * strideWidth + (paddedW % strideWidth);
        let target =
          ((plane * batchSize + n) * planes.size + planeRow * planes.width + planeColumn) * outChannels;
        const from = ((n * inHeight + h) * inWidth + w) * inChannels;
        for (let c = 0; c < inChannels; c++) {
          for (let m = 0; m < multiplier; m++) to[target++] = x[from + c] as number;
        }
      }
    }
  }
}

/** Rows that are multiplied at a time: as many as stay in the cache while the channels are gone through. */
const ROWS_AT_A_TIME = 128;

/** For each channel c, the sum over the rows of a[row, c] · b[row, c]; `a` may have fewer rows. */
function addProducts(a: Float32Array, b: Float32Array, to: Float32Array): void {
  const channels = to.length;
  const sums = new Float64Array(channels);
  for (let first = 0; first < a.length; first += ROWS_AT_A_TIME * channels) {
    const end = Math.min(a.length, first + ROWS_AT_A_TIME * channels);
    // Two channels in local variables, which the compiler keeps in registers.
    const pairs = channels - (channels % 2);
    for (let c = 0; c < pairs; c += 2) {
      let [even, odd] = [0, 0];
      for (let at = first + c; at < end; at += channels) {
        even += (a[at] as number) * (b[at] as number);
        odd += (a[at + 1] as number) * (b[at + 1] as number);
      }
      sums[c] = (sums[c] as number) + even;
      sums[c + 1] = (sums[c + 1] as number) + odd;
    }
    for (let c = pairs; c < channels; c++) {
      let total = 0;
      for (let at = first + c; at < end; at += channels) total += (a[at] as number) * (b[at] as number);
      sums[c] = (sums[c] as number) + total;
    }
  }
  to.set(sums);
}
