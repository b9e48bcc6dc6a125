import {broadcastTo, div, Mean, reshape, Sum, type Tensor, util} from '@tensorflow/tfjs-core';
import type {TrainingGradient} from '../gradient.js';

/** `dy` repeated along the axes that were reduced, where tfjs multiplies it with ones made in JavaScript. */
function repeated(dy: Tensor, x: Tensor, axis: number | number[], divide: boolean): Tensor {
  const axes = util.parseAxisParam(axis, x.shape);
  const kept = x.shape.map((size, at) => (axes.includes(at) ? 1 : size));
  const count = util.sizeFromShape(x.shape) / util.sizeFromShape(kept);
  const expanded = reshape(dy, kept);
  return broadcastTo(divide ? div(expanded, count) : expanded, x.shape as [number]);
}

export const sumGradient: TrainingGradient = {
  kind: 'faster',
  config: {
    kernelName: Sum,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({
      x: () => repeated(dy as Tensor, x as Tensor, attrs.axis as number[], false),
    }),
  },
};

export const meanGradient: TrainingGradient = {
  kind: 'faster',
  config: {
    kernelName: Mean,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({
      x: () => repeated(dy as Tensor, x as Tensor, attrs.axis as number[], true),
    }),
  },
};
