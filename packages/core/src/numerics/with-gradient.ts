import {customGrad, type GradSaveFunc, type Tensor} from '@tensorflow/tfjs-core';

/** A value and the gradient of something with respect to the inputs, given that with respect to the value. */
export interface ValueAndGradient<V extends Tensor> {
  readonly value: V;
  /** One gradient an input, in order, each of its input's shape; `saved` is what was saved in the forward pass. */
  readonly gradient: (dy: V, saved: Tensor[]) => Tensor[];
}

/**
 * An operation whose gradient is written out by hand: a typed form of `tf.customGrad`.
 *
 * @param inputs what the operation is differentiated with respect to
 * @param forward computes the value; every tensor that the gradient needs must go
 *   through `save`, the inputs and tensors from outside included, because they may be disposed by then
 */
export function withGradient<const I extends readonly Tensor[], V extends Tensor>(
  inputs: I,
  forward: (inputs: I, save: GradSaveFunc) => ValueAndGradient<V>,
): V {
  const operation = customGrad<V>((...given) => {
    const {value, gradient} = forward(given.slice(0, -1) as unknown as I, given.at(-1) as GradSaveFunc);
    return {value, gradFunc: gradient};
  });
  return operation(...inputs);
}
