import type {Scalar, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';

/** Margin m of max(0, D(a,p) − D(a,n) + m), or 'soft' for log(1 + exp(D(a,p) − D(a,n))). */
export type Margin = number | 'soft';

/** The triplets that mining chose in a batch, summed up by anchor. */
export type Mined = {
  /** Sum of the losses of each anchor's triplets, [batch]. */
  readonly losses: Tensor1D;
  /** Derivatives of an anchor's sum with respect to its distances to all others, [batch, batch]. */
  readonly slopes: Tensor2D;
  /** How many triplets were chosen. */
  readonly chosen: Scalar;
  /** How many of them have a loss above 0. */
  readonly active: Scalar;
};
