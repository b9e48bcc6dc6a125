import {backend_util} from '@tensorflow/tfjs-core';

/** Shapes, strides and padding of a 2-D convolution over [batch, height, width, channels]. */
export type Conv2DInfo = ReturnType<typeof backend_util.computeConv2DInfo>;

/** The attributes of tfjs's 2-D convolutions and their gradients, as far as they are used here. */
export interface Conv2DAttrs {
  strides: [number, number] | number;
  pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  dataFormat?: string;
  dilations?: [number, number] | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/**
 * The geometry of a convolution, where this package can differentiate it.
 *
 * @throws {Error} where the data format is not NHWC or the dilation is not 1.
 */
export function conv2DInfo(
  op: string,
  inputShape: number[],
  filterShape: number[],
  attrs: Conv2DAttrs,
  depthwise: boolean,
): Conv2DInfo {
  const {strides, pad, dimRoundingMode, dataFormat = 'NHWC', dilations = 1} = attrs;
  if (dataFormat !== 'NHWC') {
    throw new Error(`${op}: dataFormat is '${dataFormat}', but on the wasm backend it must be 'NHWC'.`);
  }
  if ([dilations].flat().some((dilation) => dilation !== 1)) {
    throw new Error(
      `${op}: dilations are [${[dilations].flat()}], but gradients on the wasm backend need dilations of 1.`,
    );
  }
  return backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
    depthwise,
    'channelsLast',
  );
}
