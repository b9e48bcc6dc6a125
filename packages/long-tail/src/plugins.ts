import type {LossPlugin} from '@isomargin/core';
import {balancedSoftmaxPlugin} from './balanced-softmax.js';
import {classBalancedPlugin} from './class-balanced.js';
import {fixedSimplexPlugin} from './fixed-simplex.js';
import {focalPlugin} from './focal.js';
import {ldamPlugin} from './ldam.js';
import {logitAdjustmentPlugin} from './logit-adjustment.js';

/** What a benchmark or a tuner finds in this package. */
export const plugins: readonly LossPlugin[] = [
  focalPlugin,
  classBalancedPlugin,
  ldamPlugin,
  balancedSoftmaxPlugin,
  logitAdjustmentPlugin,
  fixedSimplexPlugin,
];
