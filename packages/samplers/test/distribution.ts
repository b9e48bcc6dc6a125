/** Where two samples of these sizes differ more than this, chance explains it in one case of a million (Smirnov). */
export function criticalDistance(first: number, second: number): number {
  const level = 1e-6;
  return Math.sqrt(-Math.log(level / 2) / 2) * Math.sqrt(1 / first + 1 / second);
}

/** The greatest distance between a sample's distribution and one whose quantiles are known. */
export function distanceToQuantiles(
  sample: readonly number[],
  quantiles: readonly number[],
  levels: readonly number[],
): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return quantiles.reduce((most, quantile, i) => {
    const above = sorted.findIndex((value) => value > quantile);
    const share = (above < 0 ? sorted.length : above) / sorted.length;
    return Math.max(most, Math.abs(share - levels[i]!));
  }, 0);
}

/** Where a χ² statistic is greater than this, chance explains it in about one case of a million (Wilson, Hilferty). */
export function criticalChiSquare(degrees: number): number {
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + 4.76 * Math.sqrt(spread)) ** 3;
}

export function chiSquare(observed: readonly number[], expected: readonly number[]): number {
  return observed.reduce((sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!, 0);
}
