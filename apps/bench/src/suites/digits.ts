import {declaredSuite} from './declared/declared-suite.js';
import type {SuiteDefinition} from './declared/definition.js';
import type {Suite} from './suite.js';

export const digitsDefinition: SuiteDefinition = {
  name: 'digits',
  description:
    'Digits drawn by strokes; classes 0-4 keep a fraction of their 1,000 training images, and the test images are balanced.',
  data: {builtIn: 'digits'},
  perClass: 1000,
  imbalance: {rare: [0, 1, 2, 3, 4], fractions: [0.05]},
  backbone: 'cnn',
  epochs: 6,
  losses: [
    'softmax',
    'center',
    'large-margin-softmax',
    'arcface',
    {loss: 'affinity', title: 'affinity (m = 1)'},
  ],
  seeds: 3,
  presets: {
    quick: {seeds: 2, epochs: 2},
    paper: {fractions: [0.2, 0.1, 0.05, 0.02, 0.01], seeds: 5, epochs: 12},
  },
};

/** Digits that the benchmark draws itself: needs neither files nor a network. */
export const digits: Suite = declaredSuite(digitsDefinition);
