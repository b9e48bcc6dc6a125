/** Steps of the table of powers: 2^(j / 32). */
const STEPS = 32;
const TABLE = Float64Array.from({length: STEPS}, (_, j) => 2 ** (j / STEPS));
/** 2^k from k = -LOWEST on; below, a float32 is 0. */
const LOWEST = 160;
const POWERS = Float64Array.from({length: LOWEST + 130}, (_, k) => 2 ** (k - LOWEST));
const PER_UNIT = STEPS / Math.LN2;
const UNIT = Math.LN2 / STEPS;
const BIAS = LOWEST * STEPS;

/**
 * exp of float32 values, within one unit in the last place of a float32.
 *
 * exp(x) = 2^k · 2^(j/32) · exp(r) with |r| ≤ ln 2 / 64, so that four terms of the series are enough in double
 * precision. Several times faster than `Math.exp`, which is a call, and than the stock kernel.
 */
export function exponentials(x: Float32Array, out: Float32Array): void {
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number;
    // Beyond these, a float32 is infinite or 0 (or NaN).
    if (!(value < 89 && value > -105)) {
      out[i] = Math.exp(value);
      continue;
    }
    const biased = (value * PER_UNIT + (BIAS + 0.5)) | 0;
    const r = value - (biased - BIAS) * UNIT;
    const series = 1 + r * (1 + r * (0.5 + r * (1 / 6)));
    out[i] = (TABLE[biased & (STEPS - 1)] as number) * (POWERS[biased >> 5] as number) * series;
  }
}
