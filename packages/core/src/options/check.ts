import {editDistance} from './edit-distance.js';
import type {GivenOptions, OptionSet, ResolvedOptions} from './option.js';

/** Thrown where an option is unknown or has a value that is not allowed. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** How a value is shown in an error text; `depth` ends what contains itself. */
export function show(value: unknown, depth = 0): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `a function${value.name && ` (${value.name})`}`;
  if (Array.isArray(value))
    return `[${value
      .slice(0, 8)
      .map((inner) => show(inner, depth + 1))
      .join(', ')}${value.length > 8 ? ', …' : ''}]`;
  if (value !== null && typeof value === 'object') {
    const name = value.constructor?.name ?? 'Object';
    if (name !== 'Object' || depth > 2) return `an object of class ${name}`;
    const entries = Object.entries(value).map(([key, inner]) => `${key}: ${show(inner, depth + 1)}`);
    return `{${entries.slice(0, 8).join(', ')}${entries.length > 8 ? ', …' : ''}}`;
  }
  return String(value);
}

/** The name that somebody who wrote `given` most probably meant, or nothing where none is near. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Math.max(2, given.length / 2);
  for (const name of names) {
    const distance = editDistance(given.toLowerCase(), name.toLowerCase());
    if (distance < least || (distance === least && nearest === undefined))
      [nearest, least] = [name, distance];
  }
  return nearest;
}

/** Typed arrays as plain ones. */
function plain(value: unknown): unknown {
  return ArrayBuffer.isView(value) && !(value instanceof DataView)
    ? Array.from(value as unknown as ArrayLike<unknown>)
    : value;
}

/**
 * Fills in the defaults and checks what was given against the declaration.
 *
 * @param owner who takes the options, for the error texts: 'affinity'
 * @param others names that may stand beside the options and are checked elsewhere, for the hint at a misspelt one
 * @throws OptionError for an unknown name (with the nearest known one) or a value that is not allowed
 */
export function resolveOptions<S extends OptionSet>(
  owner: string,
  declared: S,
  given: GivenOptions<S>,
  others: readonly string[] = [],
): ResolvedOptions<S> {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    throw new OptionError(`${owner}: options must be an object, but got ${show(given)}.`);
  }
  const names = Object.keys(declared);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, [...names, ...others]);
    const hint = nearest === undefined ? `Known options: ${names.join(', ')}.` : `Did you mean '${nearest}'?`;
    throw new OptionError(`${owner}: unknown option '${name}'. ${hint}`);
  }
  const resolved = Object.entries(declared).map(([name, option]) => {
    const value = given[name] === undefined ? option.default : plain(given[name]);
    if (!option.accepts(value)) {
      throw new OptionError(`${owner}: ${name} must be ${option.allowed}, but got ${show(value)}.`);
    }
    return [name, value];
  });
  return Object.fromEntries(resolved) as ResolvedOptions<S>;
}
