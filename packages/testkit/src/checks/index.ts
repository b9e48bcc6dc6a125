import type {Check} from '../check.js';
import {finite} from './finite.js';
import {gradients, regularizerGradients} from './gradients.js';
import {regularizer} from './regularizer.js';
import {value} from './value.js';

/** Every check of the contract, in the order in which they run. */
export const checks: readonly Check[] = [finite, value, gradients, regularizer, regularizerGradients];
