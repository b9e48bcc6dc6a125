import {SamplingError} from '../errors.js';
import type {Classes} from '../input/data.js';

/**
 * Checks that each class can give every one of its rows k neighbours of its own.
 *
 * @throws SamplingError that names the smallest class, its count and the largest k that works for all of them
 */
export function checkClassNeighbours(
  owner: string,
  {names, counts}: Classes,
  codes: Iterable<number>,
  k: number,
  option = 'k',
): void {
  const smallest = [...codes].reduce((least, code) => (counts[code]! < counts[least]! ? code : least));
  const count = counts[smallest]!;
  if (count > k) return;
  throw new SamplingError(
    `${owner}: class ${names[smallest]} has ${count} ${count === 1 ? 'row' : 'rows'}, and ${option} = ${k} needs at ` +
      `least ${k + 1}. ${largest(option, count - 1)}`,
  );
}

/**
 * Checks that there are k rows beside each row.
 *
 * @throws SamplingError that names the number of rows and the largest k that works
 */
export function checkRows(owner: string, count: number, k: number, option = 'k'): void {
  if (count > k) return;
  throw new SamplingError(
    `${owner}: X has ${count} rows, and ${option} = ${k} needs at least ${k + 1}. ${largest(option, count - 1)}`,
  );
}

function largest(option: string, k: number): string {
  return k >= 1
    ? `The largest ${option} that works is ${k}.`
    : `No ${option} works: a neighbour needs a second row.`;
}
