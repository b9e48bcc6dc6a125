import {declaredSuite} from './declared/declared-suite.js';
import type {SuiteDefinition} from './declared/definition.js';
import type {Suite} from './suite.js';

export const longTailDefinition: SuiteDefinition = {
  name: 'long-tail',
  description:
    'MNIST, Fashion-MNIST or CIFAR-10; the training images of the classes fall off exponentially from the first class to the last, the test set stays as it is.',
  data: {builtIn: 'image-set'},
  imbalance: {ratios: [10, 50, 100, 200], largest: 1000},
  backbone: 'cnn',
  epochs: 10,
  seeds: 3,
  presets: {
    quick: {ratios: [10, 100], seeds: 2, epochs: 5},
    paper: {largest: 5000, seeds: 5, epochs: 30},
  },
};

/** Exponential long tails, as of CIFAR-10-LT (Cui et al., CVPR 2019). */
export const longTail: Suite = declaredSuite(longTailDefinition);
