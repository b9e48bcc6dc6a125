import {closest, distance} from 'fastest-levenshtein';

/** The name that somebody who wrote `given` most probably meant, or nothing where none is near. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const small = names.map((name) => name.toLowerCase());
  const near = closest(given.toLowerCase(), small);
  return distance(given.toLowerCase(), near) <= Math.max(2, given.length / 2)
    ? names[small.indexOf(near)]
    : undefined;
}

/** Names for an error text: the first of them. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => `'${name}'`);
  return `${shown.join(', ')}${names.length > shown.length ? `, … (${names.length})` : ''}`;
}
