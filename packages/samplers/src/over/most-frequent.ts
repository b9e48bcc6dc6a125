/** How often each category of a column occurs among some rows. */
export function categoryCounts(
  values: ArrayLike<number>,
  columns: number,
  column: number,
  rows: Iterable<number>,
  categories: number,
): Int32Array {
  const counts = new Int32Array(categories);
  for (const row of rows) counts[values[row * columns + column]!]!++;
  return counts;
}

/** The categories that occur most often. */
export function mostFrequent(counts: Int32Array): number[] {
  const most = Math.max(...counts);
  return [...counts.keys()].filter((category) => counts[category] === most);
}
