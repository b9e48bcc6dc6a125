import type {TrainingKernel} from '../kernel.js';
import {batchMatMul} from './batch-mat-mul.js';
import {cast, identity} from './cast-and-identity.js';
import {conv2DBackpropFilter} from './conv2d-backprop-filter.js';
import {conv2DBackpropInput} from './conv2d-backprop-input.js';
import {maxPoolGrad} from './max-pool-grad.js';
import {mean, sum} from './sum-and-mean.js';
import {tile} from './tile.js';
import {unsortedSegmentSum} from './unsorted-segment-sum.js';

/** Every kernel of this package. */
export const trainingKernels: readonly TrainingKernel[] = [
  batchMatMul,
  cast,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  identity,
  maxPoolGrad,
  mean,
  sum,
  tile,
  unsortedSegmentSum,
];
