import type {Check} from '../check.js';
import {agreement} from './agreement.js';
import {classWeights, repeating} from './class-weights.js';
import {continuity} from './continuity.js';
import {declaration} from './declaration.js';
import {finite} from './finite.js';
import {fixtures} from './fixtures.js';
import {gradients, regularizerGradients} from './gradients.js';
import {labels, notANumber} from './labels.js';
import {learning} from './learning.js';
import {disposal, inputsKept, leaks} from './memory.js';
import {models, ownLoop} from './models.js';
import {optionsKept} from './options-kept.js';
import {optionsRefused} from './options-refused.js';
import {optionsUsed} from './options-used.js';
import {output} from './output.js';
import {batchOrder, classOrder, independence, rotationInvariance, scaleInvariance} from './properties.js';
import {reducesTo} from './reduces-to.js';
import {regularizer} from './regularizer.js';
import {saved} from './saved.js';
import {searchRange} from './search-range.js';
import {connected, evaluation, frozen, training} from './training.js';
import {value} from './value.js';
import {isolation, seeded, weightDecay} from './weights.js';
import {zero} from './zero.js';

/** Every check of the contract, in the order in which they run. */
export const checks: readonly Check[] = [
  declaration,
  optionsRefused,
  searchRange,
  optionsUsed,
  optionsKept,
  output,
  classWeights,
  repeating,
  labels,
  notANumber,
  finite,
  connected,
  value,
  zero,
  gradients,
  regularizer,
  regularizerGradients,
  fixtures,
  batchOrder,
  classOrder,
  independence,
  scaleInvariance,
  rotationInvariance,
  reducesTo,
  continuity,
  seeded,
  training,
  evaluation,
  frozen,
  weightDecay,
  isolation,
  saved,
  inputsKept,
  leaks,
  disposal,
  models,
  ownLoop,
  learning,
  agreement,
];
