import {declaredSuite} from './declared/declared-suite.js';
import type {SuiteDefinition} from './declared/definition.js';
import type {Suite} from './suite.js';

export const mnistImbalanceDefinition: SuiteDefinition = {
  name: 'mnist-imbalance',
  description: 'MNIST; digits 0-4 keep a fraction of their training images, the test set stays as it is.',
  data: {builtIn: 'mnist'},
  imbalance: {rare: [0, 1, 2, 3, 4], fractions: [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005]},
  backbone: 'mlp',
  epochs: 10,
  seeds: 3,
  presets: {
    quick: {fractions: [0.1, 0.01], seeds: 2, epochs: 4},
    paper: {seeds: 5, epochs: 20},
  },
};

/** The paper's imbalanced MNIST (Hayat et al., ICCV 2019, section 4.3). */
export const mnistImbalance: Suite = declaredSuite(mnistImbalanceDefinition);
