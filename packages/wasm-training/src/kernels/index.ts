import type {TrainingKernel} from '../kernel.js';
import {avgPool} from './avg-pool.js';
import {avgPoolGrad} from './avg-pool-grad.js';
import {batchMatMul} from './batch-mat-mul.js';
import {binaryKernels} from './binary.js';
import {cast, identity} from './cast-and-identity.js';
import {conv2DBackpropFilter} from './conv2d-backprop-filter.js';
import {conv2DBackpropInput} from './conv2d-backprop-input.js';
import {depthwiseBackpropFilter} from './depthwise-backprop-filter.js';
import {depthwiseBackpropInput} from './depthwise-backprop-input.js';
import {einsum} from './einsum.js';
import {exp} from './exp.js';
import {fusedMatMul} from './fused-mat-mul.js';
import {gather} from './gather.js';
import {maxPoolGrad} from './max-pool-grad.js';
import {oneHot} from './one-hot.js';
import {reductions} from './reductions.js';
import {relu} from './relu.js';
import {slice} from './slice.js';
import {tile} from './tile.js';
import {transpose} from './transpose.js';
import {unsortedSegmentSum} from './unsorted-segment-sum.js';

/** Every kernel of this package. */
export const trainingKernels: readonly TrainingKernel[] = [
  ...binaryKernels,
  ...reductions,
  avgPool,
  avgPoolGrad,
  batchMatMul,
  cast,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  einsum,
  exp,
  fusedMatMul,
  gather,
  identity,
  maxPoolGrad,
  oneHot,
  relu,
  slice,
  tile,
  transpose,
  unsortedSegmentSum,
];
