import type {TrainingGradient} from '../gradient.js';
import {einsumGradient} from './einsum.js';
import {fusedBatchNormGradient} from './fused-batch-norm.js';
import {meanGradient, sumGradient} from './sum-and-mean.js';

/** Every gradient of this package. */
export const trainingGradients: readonly TrainingGradient[] = [
  einsumGradient,
  fusedBatchNormGradient,
  meanGradient,
  sumGradient,
];
