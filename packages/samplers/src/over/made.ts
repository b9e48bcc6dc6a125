import {SamplingError} from '../errors.js';
import type {MadeRows} from '../input/data.js';

/**
 * Room for the rows that are made of several classes, one class after another.
 *
 * @throws SamplingError where it cannot be had
 */
export function roomFor(
  owner: string,
  toMake: ReadonlyMap<number, number>,
  columns: number,
): MadeRows & {total: number} {
  let total = 0;
  for (const count of toMake.values()) total += count;
  try {
    return roomOf(toMake, total, columns);
  } catch {
    throw new SamplingError(
      `${owner}: targets asks for ${total} new rows of ${columns} values; there is no memory for as many.`,
    );
  }
}

function roomOf(
  toMake: ReadonlyMap<number, number>,
  total: number,
  columns: number,
): MadeRows & {total: number} {
  const codes = new Int32Array(total);
  let at = 0;
  for (const [code, count] of inOrder(toMake)) {
    codes.fill(code, at, at + count);
    at += count;
  }
  return {values: new Float64Array(total * columns), origins: new Int32Array(total), codes, total};
}

/** The classes that get rows, in the order of their names. */
export function inOrder(toMake: ReadonlyMap<number, number>): [code: number, count: number][] {
  return [...toMake].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
}
