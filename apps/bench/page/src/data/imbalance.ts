/**
 * How many training examples each class keeps: every other class, from the second on, is rare.
 *
 * @param ratio of a frequent class to a rare one, >= 1
 */
export function imbalancedCounts(
  classes: number,
  most: number,
  ratio: number,
): {counts: number[]; rare: boolean[]} {
  const rare = Array.from({length: classes}, (_, label) => ratio > 1 && label % 2 === 1);
  // One example alone has no neighbour to be told from an error.
  const few = Math.max(2, Math.round(most / ratio));
  return {counts: rare.map((isRare) => (isRare ? few : most)), rare};
}
