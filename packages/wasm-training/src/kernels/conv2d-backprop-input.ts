import {Conv2D, Conv2DBackpropInput} from '@tensorflow/tfjs-core';
import {floats} from '../backend.js';
import {type Conv2DAttrs, type Conv2DInfo, conv2DInfo} from '../conv-info.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {Scratch} from '../scratch.js';
import {convolveBack} from '../transposed-convolution.js';

/** The gradient of a convolution to its input. */
export const conv2DBackpropInput: TrainingKernel = defineKernel<
  'dy' | 'filter',
  Conv2DAttrs & {inputShape: [number, number, number, number]}
>(Conv2DBackpropInput, ({inputs, attrs, backend}, stock) => {
  const {dy, filter} = inputs;
  const info = conv2DInfo('conv2d', attrs.inputShape, filter.shape, attrs, false);
  const scratch = new Scratch(backend);
  try {
    const turned = scratch.temp([info.filterHeight, info.filterWidth, info.outChannels, info.inChannels]);
    turnFilter(floats(backend, filter), floats(backend, turned), info);
    return convolveBack(stock, backend, Conv2D, dy, turned, info);
  } finally {
    scratch.dispose();
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
