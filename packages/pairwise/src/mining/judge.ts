import {add, relu, sigmoid, softplus, step, type Tensor} from '@tensorflow/tfjs-core';
import type {Margin} from './mined.js';

/** Losses of triplets and their slopes, from the gaps D(a,p) − D(a,n). */
export function judge<T extends Tensor>(gaps: T, margin: Margin): {losses: T; slopes: T} {
  if (margin === 'soft') return {losses: softplus(gaps), slopes: sigmoid(gaps)};
  const losses = relu(add(gaps, margin)) as T;
  return {losses, slopes: step(losses)};
}
