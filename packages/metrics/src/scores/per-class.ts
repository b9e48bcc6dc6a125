import type {ReadNumbers} from '../input/numbers.js';

import type {ReadScores} from './read.js';
import {type ScoredSides, side} from './thresholds.js';

/** Rows of scores with their classes. */
export interface ScoredClasses extends ReadScores {
  /** [n] */
  labels: Float64Array;
  /** [n] */
  weights?: ReadNumbers;
}

/** A measure of each class against the rest, and how much the class weighs in a mean by support. */
export interface ClassScore {
  value: number;
  support: number;
}

/** One class against the rest. */
export function oneAgainstRest({labels, weights, data, columns}: ScoredClasses, column: number): ScoredSides {
  const sides = new Uint8Array(labels.length);
  for (let i = 0; i < sides.length; i++) sides[i] = labels[i] === column ? side.positive : side.negative;
  return {scores: data, offset: column, stride: columns, sides, weights};
}

/** One class against another; the examples of the others are left out. */
export function oneAgainstOne(of: ScoredClasses, column: number, other: number): ScoredSides {
  const {labels, weights, data, columns} = of;
  const sides = new Uint8Array(labels.length);
  for (let i = 0; i < sides.length; i++) {
    const label = labels[i];
    sides[i] = label === column ? side.positive : label === other ? side.negative : side.leftOut;
  }
  return {scores: data, offset: column, stride: columns, sides, weights};
}

/** Every entry of the chosen columns as an example, positive in the column of its row's class. */
export function everyEntry(
  {labels, weights, data, columns}: ScoredClasses,
  chosen: readonly number[],
): ScoredSides {
  const sides = new Uint8Array(data.length).fill(side.leftOut);
  const repeated = weights && new Float64Array(data.length);
  for (let row = 0, at = 0; row < labels.length; row++, at += columns) {
    for (const column of chosen) {
      sides[at + column] = labels[row] === column ? side.positive : side.negative;
      if (repeated) repeated[at + column] = weights?.[row] as number;
    }
  }
  return {scores: data, offset: 0, stride: 1, sides, weights: repeated};
}

/**
 * The mean of values, or that by support, without those that are NaN; NaN where none is left. Where no class has
 * support, the mean by support is the plain one.
 */
export function meanOf(scores: readonly ClassScore[], bySupport: boolean): number {
  const known = scores.filter(({value}) => !Number.isNaN(value));
  const total = known.reduce((sum, {support}) => sum + support, 0);
  if (bySupport && total > 0)
    return known.reduce((sum, {value, support}) => sum + value * support, 0) / total;
  return known.reduce((sum, {value}) => sum + value, 0) / known.length;
}

/** Throws where rows of scores do not sum to 1 within the tolerance. */
export function checkSums(name: string, {rows, columns, data}: ReadScores, tolerance: number): void {
  if (tolerance === Infinity) return;
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += data[at++] as number;
    if (!(Math.abs(sum - 1) <= tolerance))
      throw new RangeError(
        `${name}[${row}] sums to ${sum}: probabilities sum to 1 (within sumTolerance, ${tolerance})`,
      );
  }
}
