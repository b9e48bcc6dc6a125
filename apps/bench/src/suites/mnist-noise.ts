import {declaredSuite} from './declared/declared-suite.js';
import type {SuiteDefinition} from './declared/definition.js';
import type {Suite} from './suite.js';

export const mnistNoiseDefinition: SuiteDefinition = {
  name: 'mnist-noise',
  description:
    'MNIST, 2,000 training images of each digit; a share of the training labels is changed to any other digit, the test labels stay as they are.',
  data: {builtIn: 'mnist'},
  // Enough for noise to matter, and a run takes seconds.
  perClass: 2000,
  noise: [0, 0.2, 0.4, 0.6],
  backbone: 'mlp',
  epochs: 10,
  seeds: 3,
  presets: {
    quick: {noise: [0, 0.4], seeds: 2, epochs: 4},
    paper: {noise: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], seeds: 5},
  },
};

/** Label noise, to which losses that trust every label give way. */
export const mnistNoise: Suite = declaredSuite(mnistNoiseDefinition);
