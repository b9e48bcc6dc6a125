import type {Points} from '@isomargin/neighbours';

/** Mean and standard deviation (of the whole, divided by n) of each column over some rows. */
export function columnMoments(
  {values, columns}: Points,
  rows: Int32Array,
): {means: Float64Array; deviations: Float64Array} {
  const means = new Float64Array(columns);
  for (const row of rows)
    for (let j = 0; j < columns; ++j) means[j]! += values[row * columns + j]! / rows.length;
  const deviations = new Float64Array(columns);
  for (const row of rows) {
    for (let j = 0; j < columns; ++j)
      deviations[j]! += (values[row * columns + j]! - means[j]!) ** 2 / rows.length;
  }
  return {means, deviations: deviations.map(Math.sqrt)};
}
