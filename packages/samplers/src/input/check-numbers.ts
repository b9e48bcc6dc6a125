import {SamplingError} from '../errors.js';
import type {MadeRows, Table} from './data.js';

/** Below this, digits of squared distances get lost. */
const SMALLEST = 1e-140;

/**
 * Checks that distances between the rows can be computed.
 *
 * @throws SamplingError for the first value that is NaN, infinite or so large that squared distances overflow, and
 *   where all values are so small that squared distances vanish
 */
export function checkNumbers(owner: string, {values, columns}: Table): void {
  const largest = Math.sqrt(Number.MAX_VALUE / Math.max(columns, 1)) / 2;
  let most = 0;
  for (let i = 0; i < values.length; ++i) {
    const value = values[i]!;
    const size = Math.abs(value);
    if (size > most) most = size;
    if (size < largest) continue;
    const place = `X[${Math.floor(i / columns)}][${i % columns}]`;
    throw new SamplingError(
      Number.isFinite(value)
        ? `${owner}: ${place} is ${value}; squared distances overflow, scale the columns first.`
        : `${owner}: ${place} is ${value}; finite numbers are expected.`,
    );
  }
  if (most > 0 && most < SMALLEST) {
    throw new SamplingError(
      `${owner}: no value of X is farther than ${most} from 0; squared distances vanish, scale the columns first.`,
    );
  }
}

/**
 * Checks that rows that were made hold finite numbers, also as the type that they are given in.
 *
 * @param values the rows in that type
 * @throws SamplingError for the first value that does not
 */
export function checkMade(
  owner: string,
  values: ArrayLike<number>,
  {origins}: MadeRows,
  columns: number,
): void {
  for (let i = 0; i < values.length; ++i) {
    if (Number.isFinite(values[i])) continue;
    throw new SamplingError(
      `${owner}: column ${i % columns} of a row made from X[${origins[Math.floor(i / columns)]}] is out of the range of ` +
        'its numbers; scale the columns first.',
    );
  }
}
