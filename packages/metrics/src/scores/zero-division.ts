/** Throws that a measure is 0/0 and nothing says what that is. */
export function refuseOneSided(missing: 'positive' | 'negative'): never {
  throw new RangeError(
    `yTrue has no ${missing} example (of a weight above 0): give zeroDivision, what the result is then`,
  );
}

/** Counts divided by their total; `zeroDivision` where that is 0. */
export function rateOf(
  kind: 'positive' | 'negative',
  counts: Float64Array,
  total: number,
  zeroDivision: number | undefined,
): Float64Array {
  if (total > 0) return counts.map((count) => count / total);
  if (zeroDivision === undefined) refuseOneSided(kind);
  return new Float64Array(counts.length).fill(zeroDivision);
}
