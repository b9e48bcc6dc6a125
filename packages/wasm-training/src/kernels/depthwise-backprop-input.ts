import {DepthwiseConv2dNative, DepthwiseConv2dNativeBackpropInput} from '@tensorflow/tfjs-core';
import {floats} from '../backend.js';
import {type Conv2DAttrs, conv2DInfo} from '../conv-info.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {Scratch} from '../scratch.js';
import {convolveBack} from '../transposed-convolution.js';

/** The gradient of a depthwise convolution to its input. */
export const depthwiseBackpropInput: TrainingKernel = defineKernel<
  'dy' | 'filter',
  Conv2DAttrs & {inputShape: [number, number, number, number]}
>(DepthwiseConv2dNativeBackpropInput, ({inputs, attrs, backend}, stock) => {
  const {dy, filter} = inputs;
  const info = conv2DInfo('depthwiseConv2d', attrs.inputShape, filter.shape, attrs, true);
  const {filterHeight, filterWidth, inChannels, outChannels} = info;
  const scratch = new Scratch(backend);
  try {
    // Each output channel belongs to one input channel, so over the output channels it is depthwise as well.
    const turned = scratch.temp([filterHeight, filterWidth, outChannels, 1]);
    turnFilter(floats(backend, filter), floats(backend, turned), outChannels);
    const separate = convolveBack(stock, backend, DepthwiseConv2dNative, dy, turned, info);
    if (outChannels === inChannels) return separate;
    scratch.release(separate);
    const out = backend.makeOutput(info.inShape, 'float32');
    addGroups(floats(backend, separate), floats(backend, out), outChannels / inChannels);
    return out;
  } finally {
    scratch.dispose();
  }
});

/** [height, width, channels] with height and width reversed. */
function turnFilter(filter: Float32Array, to: Float32Array, channels: number): void {
  for (let from = filter.length - channels, target = 0; from >= 0; from -= channels, target += channels) {
    for (let c = 0; c < channels; c++) to[target + c] = filter[from + c] as number;
  }
}

/** Adds up each `group` neighbouring values. */
function addGroups(values: Float32Array, to: Float32Array, group: number): void {
  for (let i = 0, at = 0; i < to.length; i++) {
    let total = 0;
    for (const end = at + group; at < end; at++) total += values[at] as number;
    to[i] = total;
  }
}
