import {SamplingError} from './errors.js';
import type {Classes} from './input/data.js';

/** The probability of every class for every row, [rows][classes], classes in their order. */
export type ClassProbabilities = readonly ArrayLike<number>[];

export function isProbabilities(value: unknown): value is ClassProbabilities {
  return (
    Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null && 'length' in row)
  );
}

/**
 * Checks that there is one finite number for each row and class.
 *
 * @throws SamplingError that names the first place that is wrong
 */
export function checkProbabilities(
  owner: string,
  option: string,
  rows: ClassProbabilities,
  {codes, names}: Classes,
): void {
  if (rows.length !== codes.length) {
    throw new SamplingError(`${owner}: ${option} has ${rows.length} rows, and y has ${codes.length}.`);
  }
  for (const [row, shares] of rows.entries()) {
    if (shares.length !== names.length) {
      throw new SamplingError(
        `${owner}: ${option}[${row}] has ${shares.length} numbers; ${names.length} are expected, one for each of the ` +
          `classes ${names.slice(0, 10).join(', ')}.`,
      );
    }
    for (let code = 0; code < names.length; ++code) {
      if (Number.isFinite(shares[code])) continue;
      throw new SamplingError(
        `${owner}: ${option}[${row}][${code}] is ${shares[code]}; a finite number is expected.`,
      );
    }
  }
}
