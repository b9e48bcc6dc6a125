import type {ReadNumbers} from '../input/numbers.js';
import {side} from './thresholds.js';

/** Positive and negative examples, or their weights. */
export interface Totals {
  positives: number;
  negatives: number;
}

/** Counts the sides; those left out do not count. */
export function totalsOf(sides: Uint8Array, weights?: ReadNumbers): Totals {
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < sides.length; i++) {
    const weight = weights ? (weights[i] as number) : 1;
    if (sides[i] === side.positive) positives += weight;
    else if (sides[i] === side.negative) negatives += weight;
  }
  return {positives, negatives};
}
