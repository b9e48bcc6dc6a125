import {Conv2DBackpropFilter} from '@tensorflow/tfjs-core';
import {floats} from '../backend.js';
import {type Conv2DAttrs, type Conv2DInfo, conv2DInfo} from '../conv-info.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {matMul} from '../mat-mul.js';
import {layOutGradient, type Planes, planesOf} from '../planes.js';
import {Scratch} from '../scratch.js';

/** Positions a matrix product sums over at a time: its operands then stay in the cache. */
const POSITIONS_AT_A_TIME = 4096;

/**
 * The gradient of a convolution to its filter.
 *
 * A few images at a time: their channels become the rows of a matrix, over planes with the padding around
 * them, one plane for each residue of the position by the stride. In that form the input that meets one element
 * of the filter is a contiguous piece of every row, shifted by a constant, if `dy` is laid out on planes of
 * the same size with zeros around. So the matrix of patches is made of block copies, and its product with `dy`
 * is the gradient.
 */
export const conv2DBackpropFilter: TrainingKernel = defineKernel<
  'x' | 'dy',
  Conv2DAttrs & {filterShape: [number, number, number, number]}
>(Conv2DBackpropFilter, ({inputs, attrs, backend}, stock) => {
  const {x, dy} = inputs;
  const info = conv2DInfo('conv2d', x.shape, attrs.filterShape, attrs, false);
  const {batchSize, filterHeight, filterWidth, inChannels, outChannels} = info;
  const planes = planesOf(info);
  const patchSize = filterHeight * filterWidth * inChannels;
  const images = Math.max(1, Math.min(batchSize, Math.round(POSITIONS_AT_A_TIME / planes.size)));
  const chunks = Math.ceil(batchSize / images);
  const positions = images * planes.size;
  const out = backend.makeOutput(attrs.filterShape, 'float32');
  const scratch = new Scratch(backend);
  try {
    const rowSize = planes.count * positions;
    const rows = scratch.temp([inChannels, rowSize]);
    const patches = scratch.temp([patchSize, positions]);
    const outputs = scratch.temp([chunks * positions, outChannels]);
    layOutGradient(floats(backend, dy), floats(backend, outputs), info, planes);
    // The last chunk can have fewer images: zeros meet whatever the rows hold there, which must be finite.
    floats(backend, rows).fill(0);
    floats(backend, patches).fill(0);
    const sums = new Float64Array(patchSize * outChannels);
    for (let chunk = 0; chunk < chunks; chunk++) {
      const first = chunk * images;
      layOutInput(floats(backend, x), floats(backend, rows), info, planes, first, images);
      copyPatches(floats(backend, rows), floats(backend, patches), info, planes, positions);
      const product = matMul(
        stock,
        backend,
        patches,
        scratch.view(outputs, chunk * positions * outChannels, [positions, outChannels]),
      );
      const values = floats(backend, product);
      for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (values[i] as number);
      backend.disposeData(product.dataId);
      scratch.disposeViews();
    }
    floats(backend, out).set(sums);
    return out;
  } finally {
    scratch.dispose();
  }
});

/** x [batch, height, width, channels] of some images to [channels, plane, image, plane row, plane column]. */
function layOutInput(
  x: Float32Array,
  to: Float32Array,
  info: Conv2DInfo,
  planes: Planes,
  first: number,
  images: number,
): void {
  const {inHeight, inWidth, inChannels, strideHeight, strideWidth, padInfo} = info;
  const count = Math.min(images, info.batchSize - first);
  const planeStride = images * planes.size;
  const channelStride = planes.count * planeStride;
  for (let n = 0; n < count; n++) {
    for (let h = 0; h < inHeight; h++) {
      const paddedH = h + padInfo.top;
      const planeRow = Math.floor(paddedH / strideHeight);
      if (planeRow >= planes.height) break;
      for (let w = 0; w < inWidth; w++) {
        const paddedW = w + padInfo.left;
        const planeColumn = Math.floor(paddedW / strideWidth);
        if (planeColumn >= planes.width) break;
        const plane = (paddedH % strideHeight) * strideWidth + (paddedW % strideWidth);
        let target = plane * planeStride + n * planes.size + planeRow * planes.width + planeColumn;
        let source = (((first + n) * inHeight + h) * inWidth + w) * inChannels;
        for (const end = source + inChannels; source < end; source++) {
          to[target] = x[source] as number;
          target += channelStride;
        }
      }
    }
  }
}

/** The rows of `layOutInput`, shifted for each element of the filter, to [filter row, filter column, channel]. */
function copyPatches(
  rows: Float32Array,
  to: Float32Array,
  info: Conv2DInfo,
  planes: Planes,
  positions: number,
): void {
  const {filterHeight, filterWidth, inChannels, strideHeight, strideWidth} = info;
  let target = 0;
  for (let kh = 0; kh < filterHeight; kh++) {
    for (let kw = 0; kw < filterWidth; kw++) {
      const plane = (kh % strideHeight) * strideWidth + (kw % strideWidth);
      const shift = Math.floor(kh / strideHeight) * planes.width + Math.floor(kw / strideWidth);
      for (let c = 0; c < inChannels; c++) {
        const start = (c * planes.count + plane) * positions;
        // The end of the row, which would come from beyond the plane, only ever meets zeros of dy.
        to.set(rows.subarray(start + shift, start + positions), target);
        target += positions;
      }
    }
  }
}
