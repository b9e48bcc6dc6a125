import {expect} from 'vitest';

/**
 * Expects two lists to agree within a share of the largest expected number (and of `floor`, for lists that are all but
 * zero), and reports the worst entry otherwise.
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  floor = Number.MIN_VALUE,
): void {
  expect(actual.length, 'length').toBe(expected.length);
  const scale = Math.max(floor, ...Array.from(expected, Math.abs));
  let worst = 0;
  let at = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!) / scale;
    if (!(error <= worst)) [worst, at] = [error, i];
  }
  expect(worst, `entry ${at}: ${actual[at]} instead of ${expected[at]}`).toBeLessThanOrEqual(relative);
}

/** Gradient of a function of many numbers by central differences, in float64. */
export function finiteDifferences(
  f: (x: Float64Array) => number,
  at: ArrayLike<number>,
  step = 1e-6,
): Float64Array {
  const x = Float64Array.from(at);
  return x.map((value, i) => {
    const h = step * Math.max(1e-3, Math.abs(value));
    x[i] = value + h;
    const above = f(x);
    x[i] = value - h;
    const below = f(x);
    x[i] = value;
    return (above - below) / (2 * h);
  });
}

/** Seeded standard normal numbers in float64 (Box–Muller on a multiplicative generator), for test inputs. */
export function normals(count: number, seed: number): Float64Array {
  let state = (seed * 2654435761 + 1) % 2147483647;
  const uniform = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return Float64Array.from(
    {length: count},
    () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}
