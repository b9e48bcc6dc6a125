/**
 * Divides a whole number by weights: whole parts that sum to it, each within 1 of its exact share. What is over after
 * rounding down goes to the largest remainders, to the first of equal ones.
 *
 * @param weights not negative, not all 0
 */
export function wholeShares(total: number, weights: ArrayLike<number>): number[] {
  const list = Array.from(weights);
  const sum = list.reduce((all, weight) => all + weight, 0);
  const exact = list.map((weight) => (total * weight) / sum);
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((all, part) => all + part, 0);
  const byRemainder = [...parts.keys()].sort(
    (a, b) => exact[b]! - parts[b]! - (exact[a]! - parts[a]!) || a - b,
  );
  for (const place of byRemainder.slice(0, left)) parts[place]!++;
  return parts;
}
