interface Estimate {
  readonly value: number;
  /** By how much two step sizes disagree. */
  readonly error: number;
  /** What rounding alone may make of it. */
  readonly noise: number;
  /** Whether the slopes to the left and to the right stay apart however small the step. */
  readonly isKink: boolean;
  /** By how much they are apart. */
  readonly gap: number;
}

const LEVELS = 8;
/** Where convergence is judged: 16 units in the last place, on the safe side. */
const ROUNDING = 16 * 2 ** -52;
/** What is left of that in an estimate: of two values, each off by one. */
const USUAL = 2 / 16;

/** A function as the terms of a sum: what a term does not change by then cancels without rounding. */
export type Terms = (x: Float64Array) => ArrayLike<number>;

/** Derivatives, and how far each may be from the true one: what shrinking the step still changes, and what rounding makes of it. */
export interface Derivatives {
  /** NaN where the function has none: at a kink, at a jump, at a norm of 0. */
  readonly values: Float64Array;
  readonly errors: Float64Array;
}

/**
 * The derivatives of a float64 function by central differences whose step shrinks until two of them agree.
 *
 * @param terms the terms of the function, which is their sum
 * @param at where
 * @param steps first step of each number, > 0
 * @returns one derivative a number
 */
export function derivatives(terms: Terms, at: Float64Array, steps: Float64Array): Derivatives {
  const x = at.slice();
  const here = Array.from(terms(x));
  const estimates = Array.from(at, (_, i) => estimate(terms, x, i, steps[i]!, here));
  const scale = Math.max(0, ...estimates.map(({value}) => Math.abs(value)).filter(Number.isFinite));
  const values = estimates.map(({value, error, noise, isKink, gap}) => {
    const isUncertain = !(error <= 2e-4 * scale + noise);
    return isUncertain || (isKink && gap > 1e-3 * scale + 8 * noise) ? Number.NaN : value;
  });
  return {
    values: Float64Array.from(values),
    errors: Float64Array.from(estimates, ({error, noise}) => error + USUAL * noise),
  };
}

function estimate(terms: Terms, x: Float64Array, i: number, step: number, here: readonly number[]): Estimate {
  const value = x[i]!;
  let best: Estimate = {value: Number.NaN, error: Number.POSITIVE_INFINITY, noise: 0, isKink: false, gap: 0};
  let previous: {slope: number; gap: number} | undefined;
  for (let level = 0, h = step; level < LEVELS; level++, h /= 4) {
    // The distance that the numbers really have after rounding.
    const [right, left] = [value + h, value - h];
    x[i] = right;
    const above = terms(x);
    x[i] = left;
    const below = terms(x);
    x[i] = value;
    let [rise, bend, size] = [0, 0, 0];
    for (const [k, middle] of here.entries()) {
      const [up, down] = [above[k]! - middle, middle - below[k]!];
      rise += up + down;
      bend += up / (right - value) - down / (value - left);
      if (up !== 0 || down !== 0) size += Math.abs(middle);
    }
    const slope = rise / (right - left);
    const gap = Math.abs(bend);
    const noise = (ROUNDING * size) / h;
    if (previous !== undefined) {
      const error = Math.abs(slope - previous.slope);
      if (error < best.error) {
        best = {value: slope, error, noise, isKink: gap > 0.5 * previous.gap, gap};
      }
      if (error <= 1e-6 * Math.abs(slope) + noise) break;
    }
    previous = {slope, gap};
  }
  return best;
}
