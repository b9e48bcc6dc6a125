import {digits} from '../failure.js';

/** Where two lists of numbers differ most. */
export interface Difference {
  readonly at: number;
  /** 'is 1.5 instead of 1.25' */
  readonly text: string;
}

/**
 * The largest difference between two lists, or nothing where all agree within a share of the largest number. NaN agrees with
 * nothing but NaN.
 *
 * @param floor what the largest number is taken for where all are smaller
 */
export function differenceOf(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative = 1e-4,
  floor = 1e-30,
): Difference | undefined {
  if (actual.length !== expected.length) {
    return {at: -1, text: `has ${actual.length} entries instead of ${expected.length}`};
  }
  const finite = Array.from(expected, Math.abs).filter(Number.isFinite);
  const allowed = relative * Math.max(floor, ...finite);
  let worst = 0;
  let at = -1;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [actual[i]!, expected[i]!];
    if (Object.is(a, b) || (Number.isNaN(a) && Number.isNaN(b))) continue;
    const error = Math.abs(a - b);
    if (error <= allowed || error <= worst) continue;
    [worst, at] = [Number.isNaN(error) ? Number.POSITIVE_INFINITY : error, i];
  }
  return at < 0 ? undefined : {at, text: `is ${digits(actual[at]!)} instead of ${digits(expected[at]!)}`};
}

/** The same for weights by name. */
export function weightDifferenceOf(
  actual: Readonly<Record<string, {readonly values: ArrayLike<number>}>>,
  expected: Readonly<Record<string, {readonly values: ArrayLike<number>}>>,
  relative = 1e-6,
): string | undefined {
  for (const [name, {values}] of Object.entries(expected)) {
    const difference = differenceOf(actual[name]?.values ?? [], values, relative);
    if (difference !== undefined) return `'${name}', entry ${difference.at}, ${difference.text}`;
  }
  return undefined;
}
