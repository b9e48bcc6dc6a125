import {SamplingError} from '../errors.js';
import type {Table} from './data.js';

/**
 * Checks that distances between the rows can be computed.
 *
 * @throws SamplingError for the first value that is NaN, infinite or so large that squared distances overflow
 */
export function checkNumbers(owner: string, {values, columns}: Table): void {
  const largest = Math.sqrt(Number.MAX_VALUE / Math.max(columns, 1)) / 2;
  for (let i = 0; i < values.length; ++i) {
    const value = values[i]!;
    if (Math.abs(value) < largest) continue;
    const place = `X[${Math.floor(i / columns)}][${i % columns}]`;
    throw new SamplingError(
      Number.isFinite(value)
        ? `${owner}: ${place} is ${value}; squared distances overflow, scale the columns first.`
        : `${owner}: ${place} is ${value}; finite numbers are expected.`,
    );
  }
}
