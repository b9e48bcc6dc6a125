import type {Tensor} from '@tensorflow/tfjs-core';

/** The numbers of a tensor, read from the device. */
export function numbersOf(tensor: Tensor): number[] {
  return Array.from(tensor.dataSync());
}
