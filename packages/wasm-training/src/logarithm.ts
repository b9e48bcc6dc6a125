const BITS = 7;
const CELLS = 1 << BITS;
/** For each cell of mantissas between 1 and 2, the reciprocal of its middle; of its beginning for the first. */
const RECIPROCALS = Float64Array.from({length: CELLS}, (_, cell) =>
  cell === 0 ? 1 : 1 / (1 + (cell + 0.5) / CELLS),
);
/** The logarithms of those points. That of the first is 0, so that log 1 is 0. */
const LOGARITHMS = Float64Array.from(RECIPROCALS, (reciprocal) => -Math.log(reciprocal));
const MANTISSA_BITS = 23;
const MANTISSA = 2 ** MANTISSA_BITS - 1;
const LEAST_NORMAL = 2 ** -126;
const LARGEST = 3.4028234663852886e38;

/**
 * log of float32 values, within one unit in the last place of a float32.
 *
 * With x = 2^e · m and m = c(1 + r), c a point of the cell in which m lies: log x = e ln 2 + log c + log(1 + r),
 * where |r| < 2^-7. The series has enough terms to keep the relative error for x next to 1, where the sum cancels.
 */
export function logarithms(x: Float32Array, out: Float32Array): void {
  const bits = new Int32Array(x.buffer, x.byteOffset, x.length);
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number;
    // Zero, negative, subnormal, infinite or NaN.
    if (!(value >= LEAST_NORMAL && value <= LARGEST)) {
      out[i] = Math.log(value);
      continue;
    }
    const word = bits[i] as number;
    const cell = (word >> (MANTISSA_BITS - BITS)) & (CELLS - 1);
    const r = (1 + (word & MANTISSA) / (MANTISSA + 1)) * (RECIPROCALS[cell] as number) - 1;
    const series = r * (1 - r * (1 / 2 - r * (1 / 3 - r * (1 / 4 - r * (1 / 5 - r * (1 / 6))))));
    out[i] = ((word >> MANTISSA_BITS) - 127) * Math.LN2 + (LOGARITHMS[cell] as number) + series;
  }
}
