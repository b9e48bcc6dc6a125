import {nearestName} from '@isomargin/core/options';
import {listed} from './listed.js';

/**
 * Refuses options that are none, so that a misspelt one is not passed over.
 *
 * @param owner who takes the options, for the error
 * @throws RangeError where `options` is no object, or has a name that is not among those known
 */
export function checkOptionNames(owner: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new RangeError(`${owner}: options are ${options}; an object with ${listed(known)} is expected`);
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearestName(unknown, known);
  throw new RangeError(
    `${owner}: there is no option '${unknown}'; ` +
      (near === undefined ? `the options are ${listed(known)}` : `did you mean '${near}'?`),
  );
}
