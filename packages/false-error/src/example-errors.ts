import {crossEntropyFromLogits, softmaxSquaredError} from '@isomargin/core';
import {mul, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import type {ExampleError} from './options.js';

/**
 * The error of each example: ½‖softmax(s) − onehot‖², or −log softmax(s)_y.
 *
 * @param scores [batch, classes]
 * @param oneHot [batch, classes]; not differentiated
 * @returns [batch]
 */
export function exampleErrors(scores: Tensor2D, oneHot: Tensor2D, error: ExampleError): Tensor1D {
  if (error === 'cross-entropy') return crossEntropyFromLogits(scores, oneHot);
  return tidy(() => mul(softmaxSquaredError(scores, oneHot), 0.5) as Tensor1D);
}
