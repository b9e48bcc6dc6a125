import {
  add,
  broadcast_util,
  clone,
  FusedBatchNorm,
  type FusedBatchNormAttrs,
  mul,
  neg,
  reshape,
  rsqrt,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type {TrainingGradient} from '../gradient.js';

/**
 * The gradient of batch normalization from two sums, Σ dy and Σ dy (x − mean), of which all gradients to the
 * small inputs are multiples; tfjs goes over the large tensors for each of them.
 */
export const fusedBatchNormGradient: TrainingGradient = {
  kind: 'faster',
  config: {
    kernelName: FusedBatchNorm,
    inputsToSave: ['x', 'mean', 'variance', 'scale'],
    gradFunc: (gradient, saved, attrs) => {
      const dy = gradient as Tensor;
      const {varianceEpsilon} = attrs as unknown as FusedBatchNormAttrs;
      // `scale` is absent from what is saved when it was not given.
      const [x, mean, variance, scale] = saved as [Tensor, Tensor, Tensor, Tensor | undefined];
      const axes = broadcast_util.getReductionAxes(mean.shape, x.shape);
      const reduce = (large: Tensor): Tensor =>
        reshape(axes.length > 0 ? sum(large, axes) : large, mean.shape);
      const inverse = rsqrt(add(variance, varianceEpsilon));
      const factor = scale ? mul(scale, inverse) : inverse;
      // Not inside the functions below: the engine disposes what one of them made before it calls the next.
      const total = reduce(dy);
      const moment = reduce(mul(dy, sub(x, mean)));
      return {
        x: () => reshape(mul(dy, factor), x.shape),
        mean: () => neg(mul(factor, total)),
        variance: () => mul(mul(mul(factor, mul(inverse, inverse)), moment), -0.5),
        scale: () => mul(inverse, moment),
        offset: () => clone(total),
      };
    },
  },
};
